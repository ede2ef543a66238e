"""Failures are told in at most three lines; only `--debug` shows how they came about."""

from pathlib import Path

import pytest

from scaffold.cli import cli
from tests.conftest import Command
from tests.foreign import FOLDER, make

PLAIN = ("--yes", "--no-git", "--no-install")


@pytest.mark.parametrize("arguments", [("--debug", "show", "nothing"), ("show", "nothing", "--debug")])
def test_debug_shows_the_traceback(scaffold: Command, arguments: tuple[str, ...]) -> None:
    done = scaffold(*arguments)
    assert (done.returncode, "Traceback" in done.stderr) == (2, True)


def test_no_traceback_without_debug(scaffold: Command) -> None:
    assert "Traceback" not in scaffold("show", "nothing").stderr


def test_debug_after_two_dashes_is_a_word(scaffold: Command) -> None:
    assert "unknown template '--debug'" in scaffold("show", "--", "--debug").stderr


def test_bug_is_told_in_three_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> None:
        message = "first\nsecond"
        raise KeyError(message)

    monkeypatch.setattr(cli.commands["list"], "callback", lambda **_: broken())
    with pytest.raises(SystemExit) as stop:
        cli.main(["list"])
    said = capsys.readouterr().err
    assert (stop.value.code, said.count("\n"), "test_errors.py, line" in said) == (70, 3, True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("fine\n{{ cookiecutter.nothing }}", f"{FOLDER}/a.txt, line 2: "),
        ("fine\n\n{% if %}", f"{FOLDER}/a.txt, line 3: "),
        ("{{ 1 // 0 }}", f"{FOLDER}/a.txt, line 1: ZeroDivisionError"),
        ("{% include 'gone.txt' %}", "'gone.txt' is not found"),
        ("{{ 'x' | nofilter }}", "line 1: No filter named 'nofilter'"),
    ],
)
def test_templates_failure_names_file_and_line(scaffold: Command, tmp_path: Path, text: str, sentence: str) -> None:
    make(tmp_path / "t", {"a.txt": text})
    done = scaffold("new", "-t", "./t", *PLAIN)
    assert (done.returncode, done.stderr.count("\n"), sentence in done.stderr) == (1, 1, True), done.stderr


def test_failure_in_a_question_is_told(scaffold: Command, tmp_path: Path) -> None:
    make(tmp_path / "t", broken="{{ cookiecutter.later }}")
    done = scaffold("new", "-t", "./t", *PLAIN)
    assert (done.returncode, "an expression, line 1: " in done.stderr, "later" in done.stderr) == (1, True, True)
