"""Ask, with arrow keys where the terminal can and with numbered lines where it cannot."""

import sys
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias

import click

from .errors import UsageProblem
from .models import Choice
from .talk import folded, is_terminal, use_colour, wrapped

Check: TypeAlias = Callable[[str], str | None]


class Prompter(Protocol):
    """What the interview needs of a terminal."""

    def text(self, message: str, default: str, check: Check) -> str:
        """Ask for a line until `check` has nothing to say against it."""

    def select(self, message: str, choices: Sequence[Choice], default: str) -> str:
        """Ask for one of the choices."""

    def several(self, message: str, choices: Sequence[Choice], default: Sequence[str]) -> list[str]:
        """Ask for any number of the choices."""

    def confirm(self, message: str, *, default: bool) -> bool:
        """Ask for yes or no."""


def for_this_terminal() -> Prompter:
    """Return the prompter that works here."""
    return ArrowPrompter() if is_terminal() else LinePrompter()


class LinePrompter:
    """Ask in plain numbered lines, on any kind of standard input."""

    def text(self, message: str, default: str, check: Check) -> str:
        """Ask for a line until `check` has nothing to say against it."""
        while True:
            answer = self._line(message, default)
            problem = check(answer)
            if problem is None:
                return answer
            click.echo(problem, err=True)

    def select(self, message: str, choices: Sequence[Choice], default: str) -> str:
        """Ask for one of the choices by its number or its name."""
        values = self._list(choices)
        number = str(values.index(default) + 1)
        answer = self.text(message, number, lambda text: self._problem([text], values))
        return self._value(answer, values)

    def several(self, message: str, choices: Sequence[Choice], default: Sequence[str]) -> list[str]:
        """Ask for any number of the choices, by numbers or names with commas between."""
        values = self._list(choices)
        numbers = ",".join(str(values.index(value) + 1) for value in default) or "none"
        answer = self.text(
            f"{message} (numbers with commas, or none)", numbers, lambda text: self._problem(self._parts(text), values)
        )
        return [self._value(part, values) for part in self._parts(answer)]

    def confirm(self, message: str, *, default: bool) -> bool:
        """Ask for yes or no."""
        words = {"y": True, "yes": True, "n": False, "no": False}
        answer = self.text(
            f"{message} (y/n)",
            "y" if default else "n",
            lambda text: None if text.lower() in words else f"{text!r} is neither y nor n",
        )
        return words[answer.lower()]

    @staticmethod
    def _line(message: str, default: str) -> str:
        click.echo(f"{message} [{default}]: " if default else f"{message}: ", err=True, nl=False)
        line = sys.stdin.readline()
        if not line:
            click.echo(err=True)
            text = (
                f"standard input ended before {message!r} was answered: give NAME, --template and --yes, or --answers"
            )
            raise UsageProblem(text)
        return line.strip() or default

    @staticmethod
    def _list(choices: Sequence[Choice]) -> list[str]:
        for number, choice in enumerate(choices, start=1):
            text = f"{choice.title}: {choice.help}" if choice.help else choice.title
            click.echo(wrapped(f"  {number}. {text}"), err=True)
        return [choice.value for choice in choices]

    @staticmethod
    def _parts(text: str) -> list[str]:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        return [] if parts == ["none"] else parts

    @staticmethod
    def _value(text: str, values: Sequence[str]) -> str:
        return values[int(text) - 1] if text.isdecimal() else text

    @staticmethod
    def _problem(parts: Sequence[str], values: Sequence[str]) -> str | None:
        numbers = [str(number) for number in range(1, len(values) + 1)]
        wrong = [part for part in parts if part not in numbers and part not in values]
        return f"{wrong[0]!r} is not one of them: type a number from 1 to {len(values)}" if wrong else None


class ArrowPrompter:
    """Ask with arrow keys; Ctrl-C raises KeyboardInterrupt like everywhere else."""

    def text(self, message: str, default: str, check: Check) -> str:
        """Ask for a line until `check` has nothing to say against it."""
        import questionary  # noqa: PLC0415 - imported only where a question is asked

        typed = ""
        while True:
            question = questionary.text(f"{message} ({default})", default=typed, **self._look())
            typed = str(question.unsafe_ask()).strip()
            problem = check(typed or default)
            if problem is None:
                return typed or default
            # a line of its own, because the validator's line is cut off at the terminal's edge
            click.echo(wrapped(f"  {problem}"), err=True)

    def select(self, message: str, choices: Sequence[Choice], default: str) -> str:
        """Ask for one of the choices."""
        import questionary  # noqa: PLC0415 - imported only where a question is asked

        items = [
            questionary.Choice(choice.title, value=choice.value, description=folded(choice.help)) for choice in choices
        ]
        return str(
            questionary.select(message, choices=items, default=default, instruction=" ", **self._look()).unsafe_ask()
        )

    def several(self, message: str, choices: Sequence[Choice], default: Sequence[str]) -> list[str]:
        """Ask for any number of the choices."""
        import questionary  # noqa: PLC0415 - imported only where a question is asked

        items = [
            questionary.Choice(
                choice.title, value=choice.value, checked=choice.value in default, description=folded(choice.help)
            )
            for choice in choices
        ]
        hint = "(space to choose, enter to go on)"
        return list(questionary.checkbox(message, choices=items, instruction=hint, **self._look()).unsafe_ask())

    def confirm(self, message: str, *, default: bool) -> bool:
        """Ask for yes or no."""
        import questionary  # noqa: PLC0415 - imported only where a question is asked

        return bool(questionary.confirm(message, default=default, **self._look()).unsafe_ask())

    @staticmethod
    def _look() -> dict[str, Any]:
        """Draw on standard error, without colour where none is wanted."""
        from prompt_toolkit.output import ColorDepth, create_output  # noqa: PLC0415 - only who is asked needs it

        return {
            "output": create_output(stdout=sys.stderr),
            "color_depth": None if use_colour() else ColorDepth.MONOCHROME,
        }
