"""A command imports what it needs and no more, and what built-in templates hold is known to be text without asking."""

import subprocess
import sys
from pathlib import Path

import pytest
from binaryornot.check import is_binary

from scaffold import render
from tests.conftest import FRAMEWORKS, ROOT, Command

# What costs a start more than the whole of ours
HEAVY = {"cookiecutter", "requests", "rich", "questionary", "prompt_toolkit", "jinja2", "slugify", "arrow", "traceback"}
HEAVY |= {"tomllib", "subprocess", "tempfile", "binaryornot", "difflib", "zipfile", "hashlib", "dataclasses"}

COMMANDS: dict[tuple[str, ...], set[str]] = {
    ("--help",): set(),
    ("--version",): set(),
    ("new", "--help"): set(),
    ("completion", "bash"): set(),
    ("nonsense",): {"difflib"},  # click's own, for the nearest command
    ("new", "--nonsense"): {"difflib"},
    ("list",): {"dataclasses", "difflib"},
    ("contract", "nowhere"): {"dataclasses", "difflib", "hashlib", "subprocess", "tempfile", "tomllib"},
    ("doctor", "--json"): {"dataclasses", "difflib", "hashlib", "subprocess", "tempfile", "tomllib", "traceback"},
    ("update", "--help"): set(),
    ("check",): {"dataclasses", "tomllib"},
    ("update", "--yes"): {"dataclasses", "difflib", "hashlib", "subprocess", "tempfile", "tomllib"},
    ("status",): {"dataclasses", "difflib", "hashlib", "subprocess", "tempfile", "tomllib"},
    ("diff",): {"dataclasses", "difflib", "hashlib", "subprocess", "tempfile", "tomllib"},
    ("adopt", "--yes"): {"dataclasses", "difflib", "hashlib", "subprocess", "tempfile", "tomllib"},
    ("trust", "list"): {"dataclasses", "difflib", "subprocess", "tempfile", "hashlib"},
    ("new", "class", "-t", "flask", "--yes"): {"dataclasses", "difflib", "hashlib", "subprocess", "tomllib", "slugify"},
    ("new", "shop", "-t", "flask", "--yes", "--no-git", "--no-install"): {
        *("dataclasses", "difflib", "subprocess", "tempfile", "tomllib", "slugify", "jinja2", "hashlib"),
    },
}
PROBE = "import sys; sys.argv[0] = 'scaffold'; from scaffold.cli import cli\ntry: cli()\nfinally: print(*sys.modules)"


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_imports_are_those_allowed(environment: dict[str, str], tmp_path: Path, arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-c", PROBE, *arguments]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    imported = set(done.stdout.splitlines()[-1].split())
    assert imported & HEAVY <= COMMANDS[arguments]


INTERRUPTED = """\
import os, signal, sys
class Finder:
    def find_spec(self, name, path, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
sys.argv = ["scaffold", "list"]
from scaffold.__main__ import main
main()
"""


@pytest.mark.parametrize("module", ["click", "scaffold.cli", "scaffold.commands.list", "scaffold.catalogue"])
def test_interrupted_imports_leave_no_traceback(environment: dict[str, str], tmp_path: Path, module: str) -> None:
    command = [sys.executable, "-c", INTERRUPTED.format(module=module)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.strip() in {"", "scaffold: stopped"}


def test_completing_imports_no_renderer(environment: dict[str, str], tmp_path: Path) -> None:
    words = {"_SCAFFOLD_COMPLETE": "bash_complete", "COMP_WORDS": "scaffold new -t f", "COMP_CWORD": "3"}
    command = [sys.executable, "-X", "importtime", "-m", "scaffold"]
    done = subprocess.run(command, cwd=tmp_path, env=environment | words, capture_output=True, text=True, check=False)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "plain,fastapi" in done.stdout
    assert not imported & HEAVY - {"dataclasses", "difflib"}


def test_writing_no_cache_costs_no_project(scaffold: Command, tmp_path: Path) -> None:
    done = scaffold("new", "shop", "-t", "flask", "--yes", "--no-git", env={"XDG_CACHE_HOME": "/proc/nowhere"})
    assert (done.returncode, (tmp_path / "shop").is_dir()) == (0, True), done.stderr


@pytest.mark.parametrize("template", FRAMEWORKS)
def test_text_is_what_cookiecutter_takes_for_text(template: str) -> None:
    files = [path for path in (ROOT / "templates" / template).rglob("*") if path.is_file()]
    assert [path for path in files if render.is_binary(str(path)) != is_binary(path)] == []
