"""`list` and `show` print data that people and programs can read."""

import json
import subprocess
import sys

import pytest

from scaffold import __version__, catalogue
from tests.conftest import Command

HEAVY = {"cookiecutter", "jinja2", "questionary", "prompt_toolkit", "rich", "requests", "slugify", "uv", "yaml"}


def test_list_names_every_template(scaffold: Command) -> None:
    lines = scaffold("list").stdout.splitlines()
    assert tuple(line.split()[0] for line in lines) == catalogue.names()


def test_list_can_be_read_by_programs(scaffold: Command) -> None:
    data = json.loads(scaffold("list", "--json").stdout)
    assert tuple(each["name"] for each in data["templates"]) == catalogue.names()


def test_show_names_choices_and_files(scaffold: Command) -> None:
    said = scaffold("show", "flask").stdout
    assert "database=postgresql  (postgresql|sqlite)" in said
    assert "example=true  (true|false)" in said
    assert "src/my_shop/main.py" in said


def test_show_can_be_read_by_programs(scaffold: Command) -> None:
    data = json.loads(scaffold("show", "flask", "--json").stdout)
    worker = next(each for each in data["questions"] if each["name"] == "worker")
    assert (data["schema"], worker["default"], worker["needs"]) == (1, False, ["database=postgresql"])


def test_unknown_template_is_refused(scaffold: Command) -> None:
    done = scaffold("show", "djnago")
    assert (done.returncode, "did you mean 'django'?" in done.stderr) == (2, True)


def test_version_is_the_packages(scaffold: Command) -> None:
    assert scaffold("--version").stdout == f"scaffold {__version__}\n"


@pytest.mark.parametrize("command", ["new", "list", "show", "completion"])
def test_help_names_every_command(scaffold: Command, command: str) -> None:
    assert f"  {command} " in scaffold("--help").stdout
    assert scaffold(command, "--help").returncode == 0


@pytest.mark.parametrize("command", ["new", "completion"])
def test_help_gives_examples(scaffold: Command, command: str) -> None:
    assert f"  scaffold {command} " in scaffold(command, "--help").stdout.partition("Examples:")[2]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["new", "--help"], ["list"], ["new", "--nonsense"]])
def test_quick_commands_import_nothing_heavy(environment: dict[str, str], arguments: list[str]) -> None:
    code = f"import sys; sys.argv[1:] = {arguments!r}; import atexit; atexit.register(lambda: print(*sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nfrom scaffold.cli import cli\ncli()"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not HEAVY & set(done.stdout.splitlines()[-1].split())
