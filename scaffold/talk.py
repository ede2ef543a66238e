"""Say what happens, on standard error: standard output is for data."""

import os
import shutil
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

import click


def is_terminal() -> bool:
    """Tell whether someone sits at a terminal that can do more than print lines; with CI set nobody does."""
    if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
        return False
    streams = (sys.stdin, sys.stderr)
    return all(each is not None and each.isatty() for each in streams) and os.environ.get("TERM", "dumb") != "dumb"


def use_colour() -> bool:
    """Tell whether colour is welcome on standard error."""
    return colour_on(sys.stderr)


def colour_on(stream: TextIO | None) -> bool:
    """Tell whether colour is welcome on a stream (no-color.org, and FORCE_COLOR as its counterpart)."""
    if os.environ.get("NO_COLOR"):
        return False
    terminal = stream is not None and stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    return bool(os.environ.get("FORCE_COLOR")) or terminal


def counted(number: int, what: str) -> str:
    """Write a number of things."""
    return f"{number} {what}{'s' * (number != 1)}"


def wrapped(text: str) -> str:
    """Break a line at the terminal's edge, indented as it begins; elsewhere leave it whole for other programs."""
    if not sys.stderr.isatty():
        return text
    bare = text.lstrip(" \n")
    lead = text[: len(text) - len(bare)]
    indent = lead.rpartition("\n")[2]
    width = max(shutil.get_terminal_size().columns - 1, len(indent) + 20)
    lines = textwrap.wrap(bare, width - len(indent), break_long_words=False, break_on_hyphens=False)
    return lead + f"\n{indent}".join(lines)


def folded(text: str, margin: int = len("  Description: ")) -> str | None:
    """Break a text that stands to the right of a margin at the terminal's edge; None where there is no text."""
    width = max(shutil.get_terminal_size().columns - margin - 1, 20)
    return f"\n{' ' * margin}".join(textwrap.wrap(text, width)) or None


@dataclass(frozen=True, slots=True)
class Talk:
    """The one voice of a command; a quiet one says only what went wrong."""

    quiet: bool = False

    def say(self, text: str = "", *, bold: bool = False, dim: bool = False, colour: str | None = None) -> None:
        """Write one line."""
        if not self.quiet:
            styled = click.style(wrapped(text), bold=bold or None, dim=dim or None, fg=colour)
            click.echo(styled, err=True, color=use_colour())

    def warn(self, text: str) -> None:
        """Write one line even when quiet."""
        click.echo(click.style(wrapped(text), fg="yellow"), err=True, color=use_colour())

    @contextmanager
    def step(self, doing: str) -> Iterator[list[str]]:
        """Show what is being done, then what came of it: the last text put into the list."""
        live = not self.quiet and is_terminal()
        if live:
            click.echo(f"  {doing} ...", err=True, nl=False)
        start = time.perf_counter()
        outcome: list[str] = []
        try:
            yield outcome
        finally:
            if live:
                click.echo("\r\x1b[2K", err=True, nl=False)
        if outcome:
            self.say(f"  {outcome[-1]} ({time.perf_counter() - start:.1f} s)")
