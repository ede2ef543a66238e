"""The interview asks at most six questions, in words of its users, on any kind of terminal."""

import json
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scaffold import catalogue, recommend
from tests.conftest import Command

PLAIN = ("--no-git", "--no-install")
ENTER, DOWN, INTERRUPT = "\r", "\x1b[B", "\x03"


class Terminal:
    """A terminal with the command in it, as its user sees and drives it."""

    def __init__(self, folder: Path, environment: dict[str, str], *arguments: str, columns: int = 80) -> None:
        self.ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (40, columns))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scaffold", *arguments],
            cwd=folder,
            env=environment | {"TERM": "xterm"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.seen = ""

    def read(self, wanted: str, seconds: float = 20) -> None:
        """Read until the wanted text has appeared since the last key."""
        end = time.monotonic() + seconds
        while wanted not in " ".join(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.seen).split()):
            ready, _, _ = select.select([self.ours], [], [], max(end - time.monotonic(), 0))
            assert ready, f"{wanted!r} did not appear in {self.seen!r}"
            new = os.read(self.ours, 65536).decode()
            self.seen += new
            if "\x1b[6n" in new:  # a real terminal says where its cursor is
                os.write(self.ours, b"\x1b[1;1R")

    def press(self, keys: str) -> None:
        """Type, and forget what was on the screen before."""
        self.seen = ""
        os.write(self.ours, keys.encode())


@pytest.fixture
def terminal(environment: dict[str, str], tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path, environment, "new", *PLAIN)
    yield terminal
    terminal.process.kill()
    terminal.process.wait()
    os.close(terminal.ours)


def test_enter_alone_makes_a_project(terminal: Terminal, tmp_path: Path) -> None:
    for question in ("Name of", "building", "Framework", "database", "Extras", "integration", "Go ahead"):
        terminal.read(question)
        terminal.press(ENTER)
    terminal.read("make check")
    assert terminal.process.wait(10) == 0
    assert (tmp_path / "my-shop/Makefile").is_file()


def test_arrow_keys_choose(terminal: Terminal, tmp_path: Path) -> None:
    terminal.read("Name of")
    terminal.press(f"Tux Shop{ENTER}")
    terminal.read("microservice")
    terminal.press(f"{DOWN}{DOWN}{ENTER}")
    terminal.read("FastAPI (recommended)")
    terminal.press(ENTER)
    terminal.read("database")
    terminal.press(INTERRUPT)
    assert terminal.process.wait(10) == 130
    assert not list(tmp_path.iterdir())


def test_bad_name_is_asked_again(terminal: Terminal) -> None:
    terminal.read("Name of")
    terminal.press(f"class{ENTER}")
    terminal.read("try 'class-app'")
    terminal.press(f"-app{ENTER}")
    terminal.read("folder class-app, package class_app")


@pytest.mark.parametrize("presses", range(7))
def test_interrupt_leaves_nothing(terminal: Terminal, tmp_path: Path, presses: int) -> None:
    questions = ("Name of", "building", "Framework", "database", "Extras", "integration", "Go ahead")
    for question in questions[:presses]:
        terminal.read(question)
        terminal.press(ENTER)
    terminal.read(questions[presses])
    terminal.press(INTERRUPT)
    assert terminal.process.wait(10) == 130
    assert not list(tmp_path.iterdir())


def test_narrow_terminal_cuts_no_line(environment: dict[str, str], tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, environment, "new", "shop", "-t", "flask", "--yes", *PLAIN, columns=40)
    terminal.read("make check")
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.seen).replace("\r", "\n").splitlines()
    assert terminal.process.wait(10) == 0
    assert [line for line in lines if len(line) > 40 and "/" not in line] == []  # a path is one word
    os.close(terminal.ours)


def test_no_colour_is_respected(environment: dict[str, str], tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, environment | {"NO_COLOR": "1"}, "new", *PLAIN)
    terminal.read("Name of")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9][0-9;]*m", terminal.seen)
    terminal.press(INTERRUPT)
    assert terminal.process.wait(10) == 130
    os.close(terminal.ours)


def test_numbered_lines_without_a_terminal(scaffold: Command, tmp_path: Path) -> None:
    typed = "Line Shop\n3\n1\nsqlite\nnone\n2\n1\n"
    done = scaffold("new", "--json", *PLAIN, typed=typed)
    answers = json.loads(done.stdout)["answers"]
    assert {"database": "sqlite", "example": False, "worker": False, "ci": "none"}.items() <= answers.items()
    assert (tmp_path / "line-shop/.env").is_file()


def test_at_most_six_questions_are_asked(scaffold: Command) -> None:
    done = scaffold("new", *PLAIN, typed="\n" * 7)
    assert len(re.findall(r"\[.*?\]: ", done.stderr.partition("Go ahead")[0])) == 6


def test_wrong_number_is_asked_again(scaffold: Command) -> None:
    done = scaffold("new", *PLAIN, typed="Shop\n9\n\n\n\n\n\n\n")
    assert (done.returncode, "'9' is not one of them: type a number from 1 to 4" in done.stderr) == (0, True)


def test_given_answers_are_not_asked(scaffold: Command) -> None:
    done = scaffold("new", "shop", "-t", "flask", "--set", "database=sqlite", *PLAIN, typed="\n\n\n")
    assert done.returncode == 0
    assert not [question for question in ("Name of", "building", "Production database [") if question in done.stderr]


def test_all_options_can_be_asked(scaffold: Command) -> None:
    typed = "shop\n" + "\n" * 5 + "2\n" + "\n\n\nBetter words.\n3.12\n" + "\n" * 4 + "1\n"
    done = scaffold("new", "--json", *PLAIN, typed=typed)
    answers = json.loads(done.stdout)["answers"]
    assert (answers["description"], answers["python_version"]) == ("Better words.", "3.12")


def test_stopping_at_the_plan_leaves_nothing(scaffold: Command, tmp_path: Path) -> None:
    done = scaffold("new", *PLAIN, typed="\n" * 6 + "3\n")
    assert (done.returncode, list(tmp_path.iterdir())) == (130, [])


def test_missing_answers_are_said_in_one_sentence(scaffold: Command, tmp_path: Path) -> None:
    done = scaffold("new", *PLAIN)
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    assert "ended before 'Name of the project' was answered" in done.stderr


@pytest.mark.parametrize("purpose", [each for each in recommend.PURPOSES if each.template])
def test_each_purpose_has_two_reasons(purpose: recommend.Purpose) -> None:
    assert len(purpose.reasons) == 2
    assert recommend.order(purpose, catalogue.names())[0] == purpose.template


def test_knowing_the_framework_changes_no_order() -> None:
    assert recommend.order(recommend.PURPOSES[-1], catalogue.names()) == catalogue.names()


def test_every_template_is_recommended_for_something() -> None:
    assert {each.template for each in recommend.PURPOSES} == {*catalogue.names(), None}
    assert set(recommend.BETTER_WHEN) == set(catalogue.names())
