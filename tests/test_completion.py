"""The shells complete commands, template names and option values."""

import subprocess

import pytest

from tests.conftest import Command


def complete(scaffold: Command, *words: str) -> list[str]:
    line = " ".join(["scaffold", *words])
    # bash protocol of click: the words so far and the position of the one to complete
    done = scaffold(env={"_SCAFFOLD_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words))})
    return [entry.partition(",")[2] for entry in done.stdout.splitlines()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_script_names_the_command(scaffold: Command, shell: str) -> None:
    done = scaffold("completion", shell)
    assert (done.returncode, f"_SCAFFOLD_COMPLETE={shell}_complete" in done.stdout) == (0, True)


def test_bash_accepts_the_script(scaffold: Command) -> None:
    script = scaffold("completion", "bash").stdout
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)


def test_other_shells_are_refused(scaffold: Command) -> None:
    done = scaffold("completion", "csh")
    assert (done.returncode, "csh" in done.stderr) == (2, True)


def test_commands_are_completed(scaffold: Command) -> None:
    assert complete(scaffold, "sh") == ["show"]


def test_template_names_are_completed(scaffold: Command) -> None:
    assert complete(scaffold, "new", "-t", "f") == ["fastapi", "flask"]


def test_option_values_are_completed(scaffold: Command) -> None:
    assert complete(scaffold, "new", "-t", "flask", "--set", "database=") == ["database=postgresql", "database=sqlite"]


@pytest.mark.parametrize("asked", [{}, {"COMP_WORDS": "scaffold new", "COMP_CWORD": "x"}, {"COMP_WORDS": "'"}])
def test_odd_question_of_a_shell_gets_no_lines(scaffold: Command, asked: dict[str, str]) -> None:
    done = scaffold(env={"_SCAFFOLD_COMPLETE": "bash_complete", **asked})
    assert done.stderr == ""


def test_boolean_values_are_completed(scaffold: Command) -> None:
    assert complete(scaffold, "new", "--set", "exam") == ["example=true", "example=false"]
