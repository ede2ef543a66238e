"""`scaffold trust`: which versions of other people's templates may run their code."""

import json
from collections.abc import Sequence

import click

from ..errors import UsageProblem
from ..foreign import trust
from ..foreign.source import parse
from ..plain import plain
from ..suggest import unknown

SCHEMA = 1


def list_(*, as_json: bool) -> None:
    """Print what is trusted."""
    entries = trust.load()
    if as_json:
        _print_json(entries)
        return
    for entry in entries:
        code = ", ".join(entry.code) or "no code of its own"
        click.echo(plain(f"{entry.source}  {entry.version}  {entry.since}  {code}"))


def remove(source: str, *, as_json: bool) -> None:
    """Forget a template and print what was forgotten.

    Raises:
        UsageProblem: it is not trusted.

    """
    entries = trust.load()
    gone = trust.remove(source) or trust.remove(_name(source))
    if not gone:
        known = sorted({entry.source for entry in entries})
        if not known:
            message = f"{source!r} is not trusted: no template is"
            raise UsageProblem(message)
        raise UsageProblem(unknown("trusted template", source, known))
    if as_json:
        _print_json(gone)
        return
    for entry in gone:
        click.echo(plain(f"{entry.source}  {entry.version}"))


def _name(source: str) -> str:
    try:
        return parse(source).name
    except UsageProblem:
        return source


def _print_json(entries: Sequence[trust.Trust]) -> None:
    shown = [
        {"source": each.source, "version": each.version, "since": each.since, "code": sorted(each.code)}
        for each in entries
    ]
    click.echo(json.dumps({"schema": SCHEMA, "trusted": shown}, indent=2, ensure_ascii=False))
