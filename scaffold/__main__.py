"""Run the command line as `python -m scaffold`."""

from .cli import cli

cli(prog_name="scaffold")
