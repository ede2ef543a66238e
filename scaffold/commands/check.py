"""`scaffold check`: whether there is an update; quick, because CI asks it again and again."""

from pathlib import Path

import click

from .. import __version__, record
from ..errors import UPDATE_AVAILABLE_EXIT_CODE, ScaffoldError
from ..versions import newer

SCHEMA = 1


def run(*, as_json: bool) -> int:
    """Compare the project's version with the newest here.

    Raises:
        ScaffoldError: there is no project here, its record cannot be read, or somebody else's template made it.

    """
    folder = record.find(Path.cwd())
    project = record.read(folder)
    if project.foreign:
        message = f"what is new in {project.source} cannot be told without asking there: see scaffold status"
        raise ScaffoldError(message)
    available = newer(__version__, project.version)
    if as_json:
        print_json(folder, project, available=available)
    elif available:
        text = f"scaffold: {project.template} {__version__} is there, the project is at {project.version}"
        click.echo(text, err=True)
    return UPDATE_AVAILABLE_EXIT_CODE if available else 0


def print_json(folder: Path, project: record.Record, *, available: bool) -> None:
    """Print the result for programs."""
    import json  # noqa: PLC0415 - only where it is asked for

    result = {
        "schema": SCHEMA,
        "project": {"path": str(folder)},
        "template": project.template,
        "version": project.version,
        "newest": __version__,
        "available": available,
    }
    click.echo(json.dumps(result, indent=2, ensure_ascii=False))
