"""Every way in which a command refuses to go on, each with its sentence and its exit code.

ScaffoldError              1   the machine or the folder does not allow it
├── UsageProblem           2   the command line, an answers file or an answer is wrong
├── TemplateBroken         1   a template could not be rendered
└── Interrupted          130   Ctrl-C or SIGTERM
"""

import click


class ScaffoldError(click.ClickException):
    """Stop with one sentence for the user; exit code 1."""

    exit_code = 1


class UsageProblem(ScaffoldError):
    """Stop because of what was asked for; exit code 2."""

    exit_code = 2


class TemplateBroken(ScaffoldError):
    """Stop because a template does not render or a hook of it fails; exit code 1."""


class Interrupted(ScaffoldError):
    """Stop because the user or the system said so; exit code 130."""

    exit_code = 130


BUG_EXIT_CODE = 70
