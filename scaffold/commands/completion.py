"""`scaffold completion`: the script that a shell loads."""

import json

import click
from click.shell_completion import get_completion_class

SCHEMA = 1


def run(cli: click.Command, shell: str, *, as_json: bool) -> None:
    """Print the completion script of one shell."""
    kind = get_completion_class(shell)
    if kind is None:  # the command line offers only shells that click knows
        raise LookupError(shell)
    completion = kind(cli, {}, "scaffold", "_SCAFFOLD_COMPLETE")
    # not .source(): for bash that runs a bash to look at its version
    script = completion.source_template % completion.source_vars()
    click.echo(json.dumps({"schema": SCHEMA, "shell": shell, "script": script}, indent=2) if as_json else script)
