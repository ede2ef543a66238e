"""Parse the command line and hand over to one module a command."""

from pathlib import Path
from typing import Any

import click

from . import __version__, complete
from .group import Scaffold

NEW_EXAMPLES = """\b
Examples:
  scaffold new
  scaffold new shop --template fastapi --yes
  scaffold new shop -t django --set database=sqlite --set ci=gitlab --yes
  scaffold new shop -t flask --yes --dry-run
  scaffold new shop -t gh:owner/template@v2#folder
"""
UPDATE_EXAMPLES = """\b
Examples:
  scaffold update --dry-run
  scaffold update
  scaffold update --set ci=gitlab
  scaffold update --yes --branch update-scaffold --commit
"""
CONTRACT_EXAMPLES = """\b
Examples:
  scaffold contract ~/code/shop
  scaffold contract ~/code/shop --database-url postgresql://postgres@localhost/postgres --part http
  scaffold contract http://localhost:8000 --mail-dir /tmp/mails --admin-email admin@example.com
  scaffold contract ~/code/shop -- -k login --exitfirst
"""


@click.group(cls=Scaffold, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="scaffold", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of what went wrong.")
def cli() -> None:
    """Generate a service on Flask, Django or FastAPI that is ready for production.

    \b
    Examples:
      scaffold new                                       ask, then generate
      scaffold new shop --template fastapi --yes         take the defaults
      scaffold list                                      what there is
      scaffold show django                               what it asks and writes
      scaffold update                                    bring a project up to date
    """  # noqa: D301 - \b is click's mark for a paragraph to keep


@cli.command(epilog=NEW_EXAMPLES)
@click.argument("name", required=False)
@click.option("-t", "--template", type=complete.TemplateName(), help="Template: a name, or SOURCE[@REF][#SUBFOLDER].")
@click.option("-s", "--set", "pairs", multiple=True, type=complete.OptionValue(), help="Answer one question.")
@click.option("--answers", type=click.Path(path_type=Path), metavar="FILE", help="Answers in TOML or JSON.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path(), metavar="DIR", help="Folder above it.")
@click.option("-y", "--yes", is_flag=True, help="Ask nothing: defaults for what is not given.")
@click.option("--dry-run", is_flag=True, help="Print the tree that would be written, and write nothing.")
@click.option("--no-git", is_flag=True, help="Make no repository and no commit.")
@click.option("--no-install", is_flag=True, help="Make no environment.")
@click.option("--run", is_flag=True, help="Then serve it on http://localhost:8000.")
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong.")
@click.option("--trust", is_flag=True, help="Let this version of the template run its code.")
@click.option("--limit", "limits", multiple=True, metavar="NAME=VALUE", help="Raise a limit of the sandbox.")
def new(**arguments: Any) -> int:  # noqa: ANN401 - click passes what the options above declare
    """Generate a project called NAME, asking for what is not given."""
    from .commands import new as command  # noqa: PLC0415 - rendering is imported only where something is rendered

    return command.run(command.Request(**arguments))


@cli.command(epilog=UPDATE_EXAMPLES)
@click.option("--to", metavar="VERSION", help="The version to go to, instead of the newest.")
@click.option("-s", "--set", "pairs", multiple=True, type=complete.OptionValue(), help="Change one answer.")
@click.option("--dry-run", is_flag=True, help="Say what would come of it, and write nothing.")
@click.option("-y", "--yes", is_flag=True, help="Ask nothing: defaults for new questions.")
@click.option("--branch", metavar="NAME", help="Make a branch for it.")
@click.option("--commit", is_flag=True, help="Commit it, unless there are conflicts.")
@click.option("--no-install", is_flag=True, help="Leave uv.lock to you.")
@click.option("--trust", is_flag=True, help="Let somebody else's template run its code.")
@click.option("--limit", "limits", multiple=True, metavar="NAME=VALUE", help="Raise a limit of the sandbox.")
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what nobody may overlook.")
def update(**arguments: Any) -> int:  # noqa: ANN401 - click passes what the options above declare
    """Merge the newest templates, or other answers, into the project around the current folder."""
    from .commands import update as command  # noqa: PLC0415 - git and rendering are for those who need them

    return command.run(command.Request(**arguments))


@cli.command()
@click.option("--trust", is_flag=True, help="Let somebody else's template run its code.")
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def status(*, as_json: bool, trust: bool) -> None:
    """Show the project's version, and what an update would bring."""
    from .commands import status as command  # noqa: PLC0415 - a command imports what it needs alone

    command.run(as_json=as_json, trust=trust)


@cli.command()
@click.option("--stat", is_flag=True, help="Only count the lines.")
@click.option("--name-only", is_flag=True, help="Only name the files.")
@click.option("--all", "all_files", is_flag=True, help="Files that the template never had, too.")
@click.option("--trust", is_flag=True, help="Let somebody else's template run its code.")
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def diff(**arguments: bool) -> None:
    """Show what the team changed of what the template made."""
    from .commands import diff as command  # noqa: PLC0415 - a command imports what it needs alone

    command.run(**arguments)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def check(*, as_json: bool) -> int:
    """Exit with 4 when there is an update; for CI. Quick, offline, and quiet when there is none."""
    from .commands import check as command  # noqa: PLC0415 - a command imports what it needs alone

    return command.run(as_json=as_json)


@cli.command()
@click.option("-t", "--template", type=complete.TemplateName(), help="The template it was made from.")
@click.option("--version", metavar="VERSION", help="The version it was made from.")
@click.option("--source", metavar="URL", help="The repository it was made from.")
@click.option("--commit", metavar="ID", help="The commit of that repository.")
@click.option("--trust", is_flag=True, help="Let the templates of that repository run their code.")
@click.option("-s", "--set", "pairs", multiple=True, type=complete.OptionValue(), help="Say one answer.")
@click.option("-y", "--yes", is_flag=True, help="Ask nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def adopt(**arguments: Any) -> int:  # noqa: ANN401 - click passes what the options above declare
    """Record what made the project in the current folder, where that is not recorded."""
    from .commands import adopt as command  # noqa: PLC0415 - a command imports what it needs alone

    return command.run(command.Request(**arguments))


@cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def list_(*, as_json: bool) -> None:
    """List the templates."""
    from .commands import list as command  # noqa: PLC0415 - a command imports what it needs alone

    command.run(as_json=as_json)


@cli.command()
@click.argument("template", type=complete.TemplateName())
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def show(*, template: str, as_json: bool) -> None:
    """Show what TEMPLATE asks, with choices and defaults, and what it generates."""
    from .commands import show as command  # noqa: PLC0415 - a command imports what it needs alone

    command.run(template, as_json=as_json)


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def completion(*, shell: str, as_json: bool) -> None:
    """Print the script that completes scaffold's commands in SHELL.

    \b
    Examples:
      scaffold completion bash >> ~/.bashrc
      scaffold completion zsh > ~/.zfunc/_scaffold
      scaffold completion fish > ~/.config/fish/completions/scaffold.fish
    """  # noqa: D301 - \b is click's mark for a paragraph to keep
    from .commands import completion as command  # noqa: PLC0415 - a command imports what it needs alone

    command.run(cli, shell, as_json=as_json)


@cli.command(epilog=CONTRACT_EXAMPLES)
@click.argument("target", type=complete.Service())
@click.argument("more", nargs=-1, metavar="[-- PYTEST_OPTIONS]")
@click.option("--mail-dir", metavar="DIR", help="Folder in which a running service puts its mails.")
@click.option("--admin-email", metavar="ADDRESS", help="Address of its only administrator.")
@click.option("--admin-password", metavar="PASSWORD", envvar="SCAFFOLD_ADMIN_PASSWORD", help="And the password.")
@click.option("--database-url", metavar="URL", help="PostgreSQL server on which to make a database for the project.")
@click.option("--env", multiple=True, metavar="NAME=VALUE", help="One more variable for the project.")
@click.option("--companion", multiple=True, metavar="COMMAND", help="A process beside the project's server.")
@click.option("--without-example", is_flag=True, help="The service has no notes and tags.")
@click.option("--through-proxy", is_flag=True, help="A proxy stands before the running service.")
@click.option("--part", "parts", multiple=True, type=click.Choice(complete.PARTS), help="Only this part of the suite.")
@click.option("--schema-seconds", type=int, metavar="SECONDS", help="How long requests are generated.")
@click.option("--schema-seed", type=int, metavar="NUMBER", help="Which requests are generated.")
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def contract(**arguments: Any) -> int:  # noqa: ANN401 - click passes what the options above declare
    """Check whether the service at TARGET, a URL or a project folder, keeps the service contract."""
    from .commands import contract as command  # noqa: PLC0415 - what runs a suite is for those who run it

    return command.run(command.Request(**arguments))


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def doctor(*, as_json: bool) -> int:
    """Check what scaffold needs of this machine, each with the command that mends it."""
    from .commands import doctor as command  # noqa: PLC0415 - a command imports what it needs alone

    return command.run(as_json=as_json)


@cli.group()
def trust() -> None:
    """Show and take back which templates may run their code."""


@trust.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def trust_list(*, as_json: bool) -> None:
    """List the trusted versions: source, version, since when, and the code in them."""
    from .commands import trust as command  # noqa: PLC0415 - a command imports what it needs alone

    command.list_(as_json=as_json)


@trust.command("remove")
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def trust_remove(*, source: str, as_json: bool) -> None:
    """Trust no version of SOURCE any more."""
    from .commands import trust as command  # noqa: PLC0415 - a command imports what it needs alone

    command.remove(source, as_json=as_json)
