"""A project that has no record is taken in, and is then updated like any other."""

import json
import re

import pytest

from .conftest import Live
from .releases import NAMES, Life, Release, git, overlay

THREE = Release({"names.txt": NAMES.replace("name 3\n", "name three\n")})


def without_record(live: Live, *releases: Release) -> tuple[Life, str]:
    life = live(*releases)
    text = life.read(".scaffold.toml")
    life.edit({".scaffold.toml": None, "README.md": "mine\n"})
    return life, text


def test_record_is_found_out(live: Live) -> None:
    life, text = without_record(live, THREE)
    done = life.run("adopt", "--template", "flask", "--yes", "--set", "project_name=My Shop", "--json")
    result = json.loads(done.stdout)
    assert (done.returncode, result["version"], result["different"], result["missing"]) == (0, "0.1.0", 1, 0)
    assert life.read(".scaffold.toml") == text


def test_options_are_found_out(live: Live) -> None:
    life = live(THREE)
    life.update("--to", "0.2.0", "--set", "ci=none", "--commit")
    life.edit({".scaffold.toml": None})
    life.run("adopt", "-t", "flask", "--yes")
    assert 'ci = "none"' in life.read(".scaffold.toml")
    assert 'version = "0.2.0"' in life.read(".scaffold.toml")


def test_adopted_project_is_updated(live: Live) -> None:
    life, _ = without_record(live, THREE)
    life.run("adopt", "--template", "flask", "--yes", "--set", "project_name=My Shop")
    life.edit({})
    result = life.update()
    assert (result["exit"], result["base"]["verified"]) == (0, True)
    assert ("name three" in life.read("names.txt"), life.read("README.md")) == (True, "mine\n")


def test_cruft_project_is_taken_in(live: Live) -> None:
    life, text = without_record(live, THREE)
    context = {"project_name": "My Shop", "ci": "github", "_template": "somewhere", "package_name": "my_shop"}
    cruft = {"template": "somewhere", "directory": "templates/flask", "context": {"cookiecutter": context}}
    life.edit({".cruft.json": json.dumps(cruft)})
    assert life.run("adopt", "--yes").returncode == 0
    assert life.read(".scaffold.toml") == text


def test_record_without_tree_is_completed(live: Live) -> None:
    life = live(THREE)
    text = life.read(".scaffold.toml")
    life.edit({".scaffold.toml": "# mine\n" + re.sub(r"\[render\]\ntree = .*", "", text).strip() + "\n"})
    assert life.run("adopt", "--yes").returncode == 0
    assert life.read(".scaffold.toml") == "# mine\n" + text


def test_users_no_writes_nothing(live: Live) -> None:
    life, _ = without_record(live, THREE)
    done = life.typed("n\n", "adopt", "-t", "flask")
    assert (done.returncode, (life.folder / ".scaffold.toml").exists()) == (130, False)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ((), 2, "name it with --template"),
        (("-t", "flask", "--version", "9.9"), 2, "no template 'flask' of version 9.9"),
        (("-t", "flask", "--set", "ci=x"), 2, "unknown ci 'x'"),
        (("-t", "flask", "--set", "cii=none"), 2, "did you mean 'ci'?"),
        (("-t", "flasc"), 2, "no template 'flasc'"),
    ],
)
def test_refusal_is_one_sentence(live: Live, arguments: tuple[str, ...], code: int, sentence: str) -> None:
    life, _ = without_record(live)
    done = life.run("adopt", "--yes", *arguments)
    assert (done.returncode, sentence in done.stderr, done.stderr.count("\n")) == (code, True, 1)


def test_folder_like_no_template_is_refused(live: Live) -> None:
    life = live()
    (life.home / "empty").mkdir()
    done = life.run("adopt", "--yes", "-t", "flask", cwd=life.home / "empty")
    assert (done.returncode, "nothing in" in done.stderr) == (1, True)


def fork(live: Live) -> tuple[Life, str, str]:
    """Make a project from a commit that was never released."""
    life = live(THREE)
    repository = life.houses[0].parent / "repository"
    git(repository, "switch", "--quiet", "--create", "fork", "v0.1.0")
    overlay(repository, {"templates/flask/{{cookiecutter.project_slug}}/names.txt": "fork\n" + NAMES})
    git(repository, "commit", "--quiet", "--all", "--message", "fork")
    commit = git(repository, "rev-parse", "HEAD")
    life.edit({".scaffold.toml": None, "names.txt": "fork\n" + NAMES + "mine\n"})
    return life, repository.as_uri(), commit


def test_base_comes_from_the_repository_at_the_commit(live: Live) -> None:
    life, source, commit = fork(live)
    said = ("--template", "flask", "--set", "project_name=My Shop")
    done = life.run("adopt", "--yes", *said, "--source", source, "--commit", commit, "--trust")
    assert (done.returncode, f'commit = "{commit}"' in life.read(".scaffold.toml")) == (0, True), done.stderr
    life.edit({})
    result = life.update("--trust", "--commit")
    assert (result["exit"], result["base"]["verified"]) == (0, True)
    assert {"mine", "name three"} <= set(life.read("names.txt").splitlines())
    assert "fork" not in life.read("names.txt").splitlines()
    assert commit not in life.read(".scaffold.toml")


def test_repository_is_not_run_without_trust(live: Live) -> None:
    life, source, commit = fork(live)
    life.run("adopt", "--yes", "-t", "flask", "--source", source, "--commit", commit, "--trust")
    life.edit({})
    assert life.run("trust", "remove", f"{source}#templates/flask").returncode == 0
    result = life.update()
    assert (result["exit"], result["base"]["verified"], "--trust" in result["base"]["why"]) == (3, False, True)
    assert "mine" in life.read("names.txt")


def test_commit_that_is_gone_makes_touched_files_conflicts(live: Live) -> None:
    life, source, commit = fork(live)
    life.run("adopt", "--yes", "-t", "flask", "--source", source, "--commit", commit, "--trust")
    life.edit({".scaffold.toml": life.read(".scaffold.toml").replace(commit, "1" * 40)})
    result = life.update("--trust")
    assert (result["exit"], result["base"]["verified"]) == (3, False)
    assert "mine" in life.read("names.txt")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--source", "x"), "go together"),
        (("--commit", "1" * 40), "go together"),
        (("--source", "x", "--commit", "main"), "40 digits"),
    ],
)
def test_half_a_source_is_refused(live: Live, arguments: tuple[str, ...], sentence: str) -> None:
    done = live().run("adopt", "--yes", *arguments)
    assert (done.returncode, sentence in done.stderr, done.stderr.count("\n")) == (2, True, 1)
