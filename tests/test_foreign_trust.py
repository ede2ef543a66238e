"""Templates that are trusted run their code and write what plain cookiecutter writes; trust is kept by version."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from cookiecutter.main import cookiecutter

from tests.conftest import Command, tree, write
from tests.foreign import FOLDER, commit, make, pack

FLAGS = ("--yes", "--no-git")
HOOK = 'from pathlib import Path\nPath("made.txt").write_text("{{ cookiecutter.project_name }}")\n'
EXTENSION = """\
from cookiecutter.utils import simple_filter


@simple_filter
def shout(text):
    return text.upper() + "!"
"""
RICH: dict[str, Any] = {
    "colour": ["red", "blue"],
    "loud": True,
    "table": {"{{ cookiecutter.slug }}": {"deep": "{{ cookiecutter.colour }}"}},
    "number": 7,
    "nothing": None,
    "_raw": ["{{ cookiecutter.slug }}"],
    "__late": "{{ cookiecutter.colour }}-{{ cookiecutter.slug }}",
    "_extensions": ["local_code.shout", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    "_copy_without_render": ["*.raw", "kept"],
    "_jinja2_env_vars": {"trim_blocks": True},
}
FILES = {
    "a.txt": "{{ cookiecutter.project_name | shout }} {{ cookiecutter.table }} {{ cookiecutter.number + '0' }}\n",
    "b.txt": "{% for name in cookiecutter %}\n{{ name }}\n{% endfor %}{{ cookiecutter.__late }} {{ _cookiecutter }}",
    "c.raw": "{{ not rendered }}\n",
    "kept/{{cookiecutter.slug}}.txt": "{{ not rendered }}\n",
    "{{cookiecutter.colour}}/{{cookiecutter.slug}}.txt": "{% set l = [] %}{% do l.append(1) %}{{ l }}\n",
    "{% if not cookiecutter.loud %}quiet.txt{% endif %}": "never\n",
    "dos.txt": "one\r\n{{ cookiecutter.slug }}\r\n",
    "when.txt": "{% now 'utc', '%Y' %} {{ {'a': 1} | jsonify }} {{ 'A b' | slugify }}\n",
    "included.txt": "{% include 'part.txt' %}",
}


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """Write a template that uses most of what cookiecutter offers."""
    folder = make(tmp_path / "rich", FILES, **RICH)
    write(folder / "local_code.py", EXTENSION)
    write(folder / "templates/part.txt", "part of {{ cookiecutter.slug }}\n")
    write(folder / "hooks/pre_gen_project.py", HOOK.replace("made", "early"))
    write(folder / "hooks/post_gen_project.sh", "#!/bin/sh\necho talk\npwd | wc -l > counted.txt\n")
    write(folder / FOLDER / "run.sh", "#!/bin/sh\n")
    (folder / FOLDER / "run.sh").chmod(0o755)
    (folder / FOLDER / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n{{ no }}\x00")
    return folder


@pytest.mark.parametrize("answers", [{}, {"colour": "blue", "loud": "no", "project_name": "Ünï"}, {"slug": "a b"}])
def test_trusted_template_yields_cookiecutters_project(
    scaffold: Command, tmp_path: Path, rich: Path, answers: dict[str, str]
) -> None:
    plain = Path(cookiecutter(str(rich), no_input=True, extra_context=answers, output_dir=str(tmp_path / "plain")))
    pairs = [part for name, value in answers.items() for part in ("--set", f"{name}={value}")]
    done = scaffold("new", "-t", str(rich), "--trust", *pairs, *FLAGS)
    ours = tmp_path / plain.name
    (ours / ".scaffold.toml").unlink()
    assert tree(ours) == tree(plain), done.stderr
    assert os.access(ours / "run.sh", os.X_OK)


def test_sandboxed_template_yields_cookiecutters_project(scaffold: Command, tmp_path: Path) -> None:
    files = {
        path: text
        for path, text in FILES.items()
        if path not in {"a.txt", "{{cookiecutter.colour}}/{{cookiecutter.slug}}.txt"}
    }
    template = make(tmp_path / "t", files, **{key: value for key, value in RICH.items() if key != "_extensions"})
    write(template / "templates/part.txt", "part of {{ cookiecutter.slug }}\n")
    plain = Path(cookiecutter(str(template), no_input=True, output_dir=str(tmp_path / "plain")))
    done = scaffold("new", "-t", str(template), *FLAGS)
    assert done.returncode == 0, done.stderr
    (tmp_path / plain.name / ".scaffold.toml").unlink()
    assert tree(tmp_path / plain.name) == tree(plain)


def test_extension_that_is_not_installed_is_named(scaffold: Command, tmp_path: Path) -> None:
    make(tmp_path / "t", _extensions=["no_such_extension.Shout"])
    done = scaffold("new", "-t", "./t", "--trust", *FLAGS)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "No module named 'no_such_extension': install it beside scaffold" in done.stderr


def test_hooks_talk_stays_off_standard_output(scaffold: Command, rich: Path) -> None:
    done = scaffold("new", "-t", str(rich), "--trust", "--json", *FLAGS)
    assert (json.loads(done.stdout)["source"]["trusted"], "talk\n" in done.stderr) == (True, True)


def test_trust_is_remembered(scaffold: Command, tmp_path: Path, rich: Path) -> None:
    scaffold("new", "-t", str(rich), "--trust", "-o", "a", *FLAGS)
    done = scaffold("new", "-t", str(rich), "-o", "b", *FLAGS)
    assert (done.returncode, (tmp_path / "b/thing/early.txt").is_file()) == (0, True), done.stderr


def test_changed_hook_asks_again_with_its_difference(scaffold: Command, rich: Path) -> None:
    scaffold("new", "-t", str(rich), "--trust", "-o", "a", *FLAGS)
    write(rich / "hooks/pre_gen_project.py", "print('changed')\n")
    done = scaffold("new", "-t", str(rich), "-o", "b", *FLAGS)
    assert (done.returncode, "+print('changed')" in done.stderr, "--trust" in done.stderr) == (1, True, True)


def test_new_commit_is_not_trusted(scaffold: Command, rich: Path) -> None:
    commit(rich)
    scaffold("new", "-t", f"file://{rich}", "--trust", "-o", "a", *FLAGS)
    write(rich / FOLDER / "more.txt", "more\n")
    commit(rich)
    done = scaffold("new", "-t", f"file://{rich}", "-o", "b", *FLAGS)
    assert (done.returncode, "other files have changed" in done.stderr) == (1, True), done.stderr


def test_hooks_that_a_link_leads_elsewhere_are_not_trusted(scaffold: Command, tmp_path: Path) -> None:
    template = make(tmp_path / "t")
    for name in ("kind", "evil"):
        write(template / name / "post_gen_project.py", f"print({name!r})\n")
    (template / "hooks").symlink_to("kind")
    assert scaffold("new", "-t", "./t", "--trust", "-o", "a", *FLAGS).returncode == 0
    (template / "hooks").unlink()
    (template / "hooks").symlink_to("evil")
    done = scaffold("new", "-t", "./t", "-o", "b", *FLAGS)
    assert (done.returncode, "+print('evil')" in done.stderr) == (1, True), done.stderr


def test_trusted_code_does_not_steer_the_terminal(scaffold: Command, tmp_path: Path) -> None:
    write(make(tmp_path / "t", _extensions=["local.code"]) / "local/code.py", "class code: pass\n")
    write(tmp_path / "t/local/a\x1b[2J.py", "")
    scaffold("new", "-t", "./t", "--trust", *FLAGS)
    said = scaffold("trust", "list").stdout
    assert ("\\x1b[2J.py" in said, "\x1b" in said) == (True, False), said


def test_trusted_versions_are_listed(scaffold: Command, rich: Path) -> None:
    scaffold("new", "-t", str(rich), "--trust", *FLAGS)
    entry = json.loads(scaffold("trust", "list", "--json").stdout)["trusted"][0]
    assert entry["source"] == str(rich)
    assert entry["code"] == ["hooks/post_gen_project.sh", "hooks/pre_gen_project.py", "local_code.py"]


def test_trust_is_taken_back(scaffold: Command, rich: Path) -> None:
    scaffold("new", "-t", str(rich), "--trust", "-o", "a", *FLAGS)
    assert scaffold("trust", "remove", str(rich)).returncode == 0
    assert scaffold("trust", "list").stdout == ""
    assert scaffold("new", "-t", str(rich), "-o", "b", *FLAGS).returncode == 1


def test_removing_what_is_not_trusted_is_refused(scaffold: Command, rich: Path) -> None:
    scaffold("new", "-t", str(rich), "--trust", *FLAGS)
    done = scaffold("trust", "remove", str(rich)[:-1])
    assert (done.returncode, f"did you mean {str(rich)!r}" in done.stderr) == (2, True)


def test_trust_that_others_could_write_is_not_believed(
    scaffold: Command, environment: dict[str, str], rich: Path
) -> None:
    scaffold("new", "-t", str(rich), "--trust", "-o", "a", *FLAGS)
    Path(environment["HOME"], ".config/scaffold/trust.json").chmod(0o666)
    done = scaffold("new", "-t", str(rich), "-o", "b", *FLAGS)
    assert (done.returncode, "nothing in it is believed" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    "text",
    [
        *("", "[" * 9999, '{"trusted": 5}', '{"trusted": [{}]}', '{"trusted": [5]}'),
        '{"trusted": [{"source": "s", "version": 2, "since": "d", "code": {}}]}',
        '{"trusted": [{"source": "s", "version": "v", "since": "d", "code": 4}]}',
    ],
)
def test_damaged_trust_is_not_believed(scaffold: Command, environment: dict[str, str], text: str) -> None:
    write(Path(environment["HOME"], ".config/scaffold/trust.json"), text)
    done = scaffold("trust", "list")
    assert (done.returncode, "is damaged" in done.stderr, done.stderr.count("\n")) == (1, True, 1), done.stderr


def test_failing_hook_leaves_nothing(scaffold: Command, tmp_path: Path) -> None:
    write(make(tmp_path / "t") / "hooks/post_gen_project.py", "raise SystemExit(3)\n")
    done = scaffold("new", "-t", "./t", "--trust", *FLAGS)
    assert (done.returncode, "failed with exit code 3" in done.stderr) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["t"]


def test_hooks_leave_no_answers_behind(scaffold: Command, tmp_path: Path, rich: Path) -> None:
    (tmp_path / "scratch").mkdir()
    scaffold("new", "-t", str(rich), "--trust", *FLAGS, env={"TMPDIR": str(tmp_path / "scratch")})
    assert list((tmp_path / "scratch").iterdir()) == []


def test_pre_prompt_hook_changes_the_questions(scaffold: Command, tmp_path: Path) -> None:
    hook = """\
import pathlib
file = pathlib.Path("cookiecutter.json")
file.write_text(file.read_text().replace("thing", "changed"))
"""
    write(make(tmp_path / "t") / "hooks/pre_prompt.py", hook)
    done = scaffold("new", "-t", "./t", "--trust", *FLAGS)
    assert (tmp_path / "changed").is_dir(), done.stderr
    assert "thing" in (tmp_path / "t/cookiecutter.json").read_text()


def test_trusted_zip_runs_its_hooks(scaffold: Command, tmp_path: Path, rich: Path) -> None:
    pack(rich, tmp_path / "rich.zip")
    (tmp_path / "out").mkdir()
    done = scaffold("new", "-t", "rich.zip", "--trust", "-o", "out", *FLAGS)
    assert (tmp_path / "out/thing/early.txt").is_file(), done.stderr


def test_nothing_of_cookiecutters_is_written(scaffold: Command, environment: dict[str, str], rich: Path) -> None:
    scaffold("new", "-t", str(rich), "--trust", *FLAGS)
    assert not [path for path in Path(environment["HOME"]).iterdir() if "cookiecutter" in path.name]


def test_hooks_run_with_this_python(scaffold: Command, tmp_path: Path) -> None:
    text = "import pathlib, sys\npathlib.Path('python.txt').write_text(sys.executable)\n"
    write(make(tmp_path / "t") / "hooks/post_gen_project.py", text)
    scaffold("new", "-t", "./t", "--trust", *FLAGS)
    assert (tmp_path / "thing/python.txt").read_text() == sys.executable


def test_trusting_needs_a_word_on_no_terminal(scaffold: Command, rich: Path) -> None:
    done = scaffold("new", "-t", str(rich), "--no-git", typed="\n" * 9)
    assert (done.returncode, "then add --trust" in done.stderr) == (1, True)
