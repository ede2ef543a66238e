"""`scaffold check`: whether there is an update; quick, because CI asks it again and again."""

from pathlib import Path

import click

from .. import __version__, record
from ..errors import UPDATE_AVAILABLE_EXIT_CODE
from ..versions import newer


def run() -> int:
    """Compare the project's version with the newest here.

    Raises:
        ScaffoldError: there is no project here, or its record cannot be read.

    """
    project = record.read(record.find(Path.cwd()))
    if not newer(__version__, project.version):
        return 0
    click.echo(f"scaffold: {project.template} {__version__} is there, the project is at {project.version}", err=True)
    return UPDATE_AVAILABLE_EXIT_CODE
