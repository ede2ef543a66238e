"""Templates come from folders, zips and git, at the version that was asked for, and are recorded."""

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from scaffold.errors import UsageProblem
from scaffold.foreign.source import parse
from tests.conftest import Command, write
from tests.foreign import commit, git, make, pack

FLAGS = ("--yes", "--no-git")


@pytest.fixture
def repository(tmp_path: Path) -> tuple[Path, str, str]:
    """Make a repository with two versions, the older of them tagged."""
    folder = make(tmp_path / "origin", {"a.txt": "old\n"})
    old = commit(folder, "v1")
    write(folder / "{{cookiecutter.slug}}/a.txt", "new\n")
    return folder, old, commit(folder)


def record(project: Path) -> dict[str, Any]:
    return tomllib.loads((project / ".scaffold.toml").read_text("utf-8"))


def test_local_folder_is_rendered(scaffold: Command, tmp_path: Path) -> None:
    make(tmp_path / "t")
    done = scaffold("new", "Our Thing", "-t", "./t", *FLAGS)
    assert (done.returncode, (tmp_path / "thing/README.md").read_text()) == (0, "Our Thing\n"), done.stderr


def test_zip_is_rendered(scaffold: Command, tmp_path: Path) -> None:
    pack(make(tmp_path / "t"), tmp_path / "t.zip")
    done = scaffold("new", "-t", "t.zip", *FLAGS)
    assert (done.returncode, (tmp_path / "thing/README.md").is_file()) == (0, True), done.stderr


@pytest.mark.parametrize(("ref", "text"), [("", "new\n"), ("@v1", "old\n"), ("@main", "new\n")])
def test_version_is_taken_as_asked(
    scaffold: Command, tmp_path: Path, repository: tuple[Path, str, str], ref: str, text: str
) -> None:
    for number, source in enumerate((f"file://{repository[0]}", str(repository[0]))):
        done = scaffold("new", "-t", source + ref, "-o", str(number), *FLAGS)
        assert (tmp_path / str(number) / "thing/a.txt").read_text() == text, done.stderr


@pytest.mark.parametrize("length", [7, 12, 40])
def test_commit_is_taken_as_asked(
    scaffold: Command, tmp_path: Path, repository: tuple[Path, str, str], length: int
) -> None:
    folder, old, _ = repository
    done = scaffold("new", "-t", f"file://{folder}@{old[:length]}", *FLAGS)
    assert (tmp_path / "thing/a.txt").read_text() == "old\n", done.stderr
    assert record(tmp_path / "thing")["template"]["commit"] == old


def test_cached_version_needs_no_network(scaffold: Command, tmp_path: Path, repository: tuple[Path, str, str]) -> None:
    source = f"file://{repository[0]}@v1"
    scaffold("new", "-t", source, "-o", "first", *FLAGS)
    shutil.rmtree(repository[0])
    done = scaffold("new", "-t", source, "-o", "second", *FLAGS)
    assert (tmp_path / "second/thing/a.txt").read_text() == "old\n"
    assert "from the cache is taken" in done.stderr


def test_unknown_version_is_refused(scaffold: Command, tmp_path: Path, repository: tuple[Path, str, str]) -> None:
    done = scaffold("new", "-t", f"file://{repository[0]}@v9", *FLAGS)
    assert (done.returncode, "v9" in done.stderr, done.stderr.count("\n")) == (1, True, 1)
    assert not (tmp_path / "thing").exists()


def test_version_of_a_plain_folder_is_refused(scaffold: Command, tmp_path: Path) -> None:
    make(tmp_path / "t")
    done = scaffold("new", "-t", "./t@v1", *FLAGS)
    assert (done.returncode, "is not a git repository" in done.stderr) == (2, True)


def test_subfolder_is_taken(scaffold: Command, tmp_path: Path) -> None:
    make(tmp_path / "t/inner")
    done = scaffold("new", "-t", "./t#inner", *FLAGS)
    assert (done.returncode, (tmp_path / "thing").is_dir()) == (0, True), done.stderr


def test_missing_subfolder_is_refused(scaffold: Command, tmp_path: Path) -> None:
    make(tmp_path / "t/inner")
    done = scaffold("new", "-t", "./t#iner", *FLAGS)
    assert (done.returncode, "there is inner" in done.stderr) == (2, True)


def test_menu_leads_to_its_template(scaffold: Command, tmp_path: Path) -> None:
    make(tmp_path / "t/one", {"one.txt": ""})
    make(tmp_path / "t/two", {"two.txt": ""})
    menu = {"templates": {name: {"path": f"./{name}", "title": name.title()} for name in ("one", "two")}}
    write(tmp_path / "t/cookiecutter.json", json.dumps(menu))
    done = scaffold("new", "-t", "./t", "--set", "template=two", *FLAGS)
    assert (tmp_path / "thing/two.txt").is_file(), done.stderr


def test_old_menu_is_asked(scaffold: Command, tmp_path: Path) -> None:
    make(tmp_path / "t/one", {"one.txt": ""})
    make(tmp_path / "t/two", {"two.txt": ""})
    write(tmp_path / "t/cookiecutter.json", json.dumps({"template": ["First (./one)", "Second (./two)"]}))
    done = scaffold("new", "-t", "./t", "--no-git", typed="2\n\n\n")
    assert (tmp_path / "thing/two.txt").is_file(), done.stderr


def test_interview_asks_every_question(scaffold: Command, tmp_path: Path) -> None:
    questions = {
        "greeting": "Hello {{ cookiecutter.project_name }}",
        "colour": ["red", "{{ cookiecutter.project_name }}"],
        "loud": False,
        "_hidden": "{{ 7 * 7 }}",
        "__shown": "{{ cookiecutter.greeting | upper }}",
        "__prompts__": {"colour": {"__prompt__": "Which colour", "red": "Scarlet"}, "loud": "Is it loud"},
    }
    text = "{{ cookiecutter.__shown }} {{ cookiecutter.colour }} {{ cookiecutter.loud }} {{ cookiecutter._hidden }}"
    make(tmp_path / "t", {"a.txt": text}, **questions)
    done = scaffold("new", "-t", "./t", "--no-git", typed="Bob\n\n\n2\ny\n")
    assert (tmp_path / "thing/a.txt").read_text() == "HELLO BOB Bob True {{ 7 * 7 }}", done.stderr
    assert [word in done.stderr for word in ("Which colour", "Scarlet", "Is it loud", "hidden")] == [True] * 3 + [False]


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        ("projct_name=x", "did you mean 'project_name'?"),
        ("_private=x", "unknown question"),
        ("colour=ren", "did you mean 'red'?"),
        ("loud=perhaps", "either true or false"),
        ("table=[]", "that is no table"),
    ],
)
def test_wrong_answer_is_refused(scaffold: Command, tmp_path: Path, pair: str, sentence: str) -> None:
    make(tmp_path / "t", colour=["red", "blue"], loud=True, table={"a": "b"}, _private="y")
    done = scaffold("new", "-t", "./t", "--set", pair, *FLAGS)
    assert (done.returncode, sentence in done.stderr, done.stderr.count("\n")) == (2, True, 1), done.stderr


@pytest.mark.parametrize("flags", [(), ("--trust",)])
def test_answer_is_never_rendered(scaffold: Command, tmp_path: Path, flags: tuple[str, ...]) -> None:
    make(tmp_path / "t")
    scaffold("new", "{{ 7 * 7 }}", "-t", "./t", *FLAGS, *flags)
    assert (tmp_path / "thing/README.md").read_text() == "{{ 7 * 7 }}\n"


def test_record_keeps_no_secret(scaffold: Command, tmp_path: Path) -> None:
    make(tmp_path / "t", api_key="k-default", nested={"password": "p-default", "colour": "red"})
    done = scaffold("new", "-t", "./t", "--json", "--set", "api_key=k-given", *FLAGS)
    said = done.stdout + (tmp_path / "thing/.scaffold.toml").read_text()
    assert [text in said for text in ("k-given", "p-default", "red", "# not recorded: api_key")] == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("userinfo", ["bob:hunter2", "hunter2"])
def test_passwords_in_addresses_are_not_shown(scaffold: Command, userinfo: str) -> None:
    done = scaffold("new", "-t", f"https://{userinfo}@localhost:1/x.git", *FLAGS)
    assert (done.returncode, "hunter2" in done.stderr + done.stdout) == (1, False), done.stderr


def test_record_is_valid_for_any_text(scaffold: Command, tmp_path: Path) -> None:
    text = 'a"b\\c\u007f🚀'
    make(tmp_path / "t")
    scaffold("new", "-t", "./t", "--set", f"project_name={text}", *FLAGS)
    assert record(tmp_path / "thing")["answers"]["project_name"] == text


def test_dry_run_lists_what_is_then_written(scaffold: Command, tmp_path: Path) -> None:
    make(tmp_path / "t")
    planned = json.loads(scaffold("new", "-t", "./t", "--dry-run", "--json", *FLAGS).stdout)
    assert [path.name for path in tmp_path.iterdir()] == ["t"]
    done = json.loads(scaffold("new", "-t", "./t", "--json", *FLAGS).stdout)
    assert planned["files"] == done["files"] == [".scaffold.toml", "README.md"]


def test_repository_is_made(scaffold: Command, tmp_path: Path) -> None:
    make(tmp_path / "t")
    scaffold("new", "-t", "./t", "--yes")
    assert git(tmp_path / "thing", "ls-files") == ".scaffold.toml\nREADME.md"


@pytest.mark.parametrize(
    ("text", "kind", "location", "ref"),
    [
        ("gh:a/b", "git", "https://github.com/a/b.git", None),
        ("gl:a/b/c@v1.0", "git", "https://gitlab.com/a/b/c.git", "v1.0"),
        ("https://h/a/b.git@feature/x", "git", "https://h/a/b.git", "feature/x"),
        ("https://me@h/a/b", "git", "https://me@h/a/b", None),
        ("ssh://git@h/a/b@v1", "git", "ssh://git@h/a/b", "v1"),
        ("git@h:a/b.git@v1", "git", "git@h:a/b.git", "v1"),
    ],
)
def test_source_is_taken_apart(text: str, kind: str, location: str, ref: str | None) -> None:
    found = parse(text)
    assert (found.kind, found.location, found.ref) == (kind, location, ref)


def test_missing_path_is_refused_by_name() -> None:
    with pytest.raises(UsageProblem, match=r"'no/where' is not there"):
        parse("no/where")
