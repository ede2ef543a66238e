"""`status`, `diff` and `check` say how things stand and change nothing."""

import json
import os
import re
import resource
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.test_json import keys

from .conftest import Live
from .releases import NAMES, Release, overlay

THREE = Release({"names.txt": NAMES.replace("name 3\n", "name three\n")})


def test_status_shows_changes_and_changelog(live: Live) -> None:
    life = live(THREE)
    life.edit({"names.txt": NAMES.replace("name 3\n", "mine\n")})
    done = life.run("status")
    assert done.returncode == 0
    assert {
        "flask 0.1.0 -> 0.2.0",
        "  conflict names.txt: both changed the same lines",
        "  - What 0.2.0 brought.",
    } <= set(done.stderr.splitlines())


def test_status_writes_nothing(live: Live) -> None:
    life = live(THREE)
    overlay(life.folder, {"README.md": "dirty\n"})
    before = sorted((life.folder / ".git").rglob("*"))
    assert json.loads(life.run("status", "--json").stdout)["to"] == "0.2.0"
    assert sorted((life.folder / ".git").rglob("*")) == before


def test_status_of_a_new_project_is_up_to_date(live: Live) -> None:
    assert live().run("status").stderr == "Up to date: flask 0.1.0\n"


def test_diff_shows_what_the_team_changed(live: Live) -> None:
    life = live()
    life.edit({"names.txt": NAMES.replace("name 3\n", "mine\n"), "own.txt": "mine\n", "ci.yml": None})
    overlay(life.folder, {"README.md": "not committed\n"})
    assert life.run("diff", "--name-only").stdout == "M\tREADME.md\nD\tci.yml\nM\tnames.txt\n"
    assert "-name 3\n+mine\n" in life.run("diff").stdout
    assert "own.txt" in life.run("diff", "--all", "--stat").stdout


def test_diff_of_a_new_project_is_empty(live: Live) -> None:
    done = live().run("diff", "--all")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_diff_without_a_verified_base_is_refused(live: Live) -> None:
    life = live()
    life.edit({".scaffold.toml": re.sub("tree = .*", f'tree = "{"1" * 40}"', life.read(".scaffold.toml"))})
    done = life.run("diff")
    assert (done.returncode, "cannot be verified" in done.stderr, done.stderr.count("\n")) == (1, True, 1)


def test_check_is_quiet_when_up_to_date(live: Live) -> None:
    done = live().run("check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_check_tells_of_an_update(live: Live) -> None:
    done = live(THREE).run("check", PATH="")
    sentence = "scaffold: flask 0.2.0 is there, the project is at 0.1.0\n"
    assert (done.returncode, done.stdout, done.stderr) == (4, "", sentence)


NEVER = {"cookiecutter", "requests", "rich", "questionary", "prompt_toolkit", "arrow", "binaryornot", "zipfile"}
MERGING = {"dataclasses", "difflib", "hashlib", "subprocess", "tempfile", "tomllib"}
RENDERING = MERGING | {"jinja2", "slugify", "binaryornot", "zipfile"}  # the last two for the picture in this template
IMPORTS = {
    "check": {"dataclasses", "tomllib"},
    "diff": MERGING,
    "status": RENDERING,
    "update --dry-run": RENDERING,
}


@pytest.mark.parametrize("command", IMPORTS)
def test_imports_are_those_allowed(live: Live, command: str) -> None:
    life = live()
    program = "import sys; from scaffold.cli import cli\ntry: cli()\nfinally: print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program, *command.split()],
        cwd=life.folder,
        env={"PYTHONPATH": str(life.houses[0]), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    imported = set(done.stdout.splitlines()[-1].split())
    assert imported & (NEVER | RENDERING) <= IMPORTS[command]


def test_check_takes_a_tenth_of_a_second(live: Live) -> None:
    life = live()
    life.run("check", PYTHONDONTWRITEBYTECODE="")
    took: list[float] = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        life.run("check", PYTHONDONTWRITEBYTECODE="")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(took) <= 0.1


@pytest.mark.parametrize("command", [("update", "--yes"), ("status",), ("diff",), ("check",), ("adopt", "--yes")])
def test_every_key_is_documented(live: Live, command: tuple[str, ...]) -> None:
    life = live(THREE, Release({"logo.png": b"\0two", "names.txt": None}))
    life.edit({"logo.png": b"\0mine", "names.txt": "mine\n"})
    result = json.loads(life.run(*command, "--json").stdout)
    assert result["schema"] == 1
    for name in ("answers", "new_answers", "changelog"):
        result[name] = None
    documented = set(re.findall(r"`(\w+)`", (ROOT / "docs/json.md").read_text("utf-8")))
    assert set(keys(result)) <= documented
