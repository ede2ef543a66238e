"""`scaffold completion`: the script that a shell loads."""

import click
from click.shell_completion import get_completion_class


def run(cli: click.Command, shell: str) -> None:
    """Print the completion script of one shell."""
    kind = get_completion_class(shell)
    if kind is None:  # the command line offers only shells that click knows
        raise LookupError(shell)
    completion = kind(cli, {}, "scaffold", "_SCAFFOLD_COMPLETE")
    # not .source(): for bash that runs a bash to look at its version
    click.echo(completion.source_template % completion.source_vars())
