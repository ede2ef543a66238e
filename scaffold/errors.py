"""Every way in which a command refuses to go on, each with its sentence and its exit code.

ScaffoldError              1   the machine or the folder does not allow it
├── UsageProblem           2   the command line, an answers file or an answer is wrong
├── TemplateBroken         1   a template could not be rendered
├── GitFailed              1   git refused
├── Unclean                5   the work tree has changes, or a merge in progress
├── SuiteBroken           70   the contract suite itself gave up
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


class GitFailed(ScaffoldError):
    """Stop because git refused; exit code 1."""


class Unclean(ScaffoldError):
    """Stop because work that is not committed would be in the way; exit code 5."""

    exit_code = 5


class SuiteBroken(ScaffoldError):
    """Stop because the contract suite could not go on; exit code 70."""

    exit_code = 70


class Interrupted(ScaffoldError):
    """Stop because the user or the system said so; exit code 130."""

    exit_code = 130


CONFLICTS_EXIT_CODE = 3
UPDATE_AVAILABLE_EXIT_CODE = 4
BUG_EXIT_CODE = 70
