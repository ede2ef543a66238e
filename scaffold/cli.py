"""Parse the command line and hand over to one module a command."""

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from . import __version__, complete
from .errors import BUG_EXIT_CODE, Interrupted, ScaffoldError
from .plain import plain

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


class Scaffold(click.Group):
    """The one place that turns exceptions into sentences and exit codes."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - click's
        """Run a command and exit: 0, 1 refused, 2 usage, 70 a bug, 130 interrupted."""
        _speak_utf8()
        kwargs["standalone_mode"] = False
        given = list(sys.argv[1:] if args is None else args)
        debug = _take_debug(given)
        try:
            _end_tidily_on_signals()
            result = super().main(given, *rest, **kwargs)
            _flush()
        except click.ClickException as error:
            sys.exit(_refuse(error, debug=debug))
        except (click.Abort, KeyboardInterrupt):
            sys.exit(_refuse(Interrupted("stopped"), debug=debug))
        except BrokenPipeError:
            _give_up_output()  # nobody reads on: that is their decision, and no failure to speak of
            sys.exit(1)
        except OSError as error:
            _give_up_output()
            sys.exit(_refuse(ScaffoldError(_environment_says(error)), debug=debug))
        except Exception as error:  # noqa: BLE001 - the last line of defence: whatever comes here is a bug of ours
            sys.exit(_report_bug(error, debug=debug))
        sys.exit(result if isinstance(result, int) else 0)


def _speak_utf8() -> None:
    """Start anew in Python's UTF-8 mode (PEP 540) where a locale would have names and files in something narrower."""
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - this very program


def _take_debug(arguments: list[str]) -> bool:
    """Take `--debug` out of the arguments, before or after the command's name."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    kept = [each for each in arguments[:end] if each != "--debug"]
    found = len(kept) < end
    arguments[:end] = kept
    return found


def _flush() -> None:
    """Write out what is still held back, while a failure can still be told."""
    if sys.stdout and not sys.stdout.closed:
        sys.stdout.flush()


def _environment_says(error: OSError) -> str:
    """Name what the system refused: a file, or else standard output."""
    what = f"cannot use {error.filename!r}" if error.filename else "cannot write to standard output"
    return f"{what}: {error.strerror or error}"


def _give_up_output() -> None:
    """Keep Python from writing at its end what cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _end_tidily_on_signals() -> None:
    """Let the signals that ask a process to end unwind it like Ctrl-C, so that nothing is left behind."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)


def _stop(number: int, frame: object) -> NoReturn:
    del number, frame
    raise KeyboardInterrupt


def _refuse(error: click.ClickException, *, debug: bool) -> int:
    if debug:
        _print_traceback()
    click.echo(f"scaffold: {plain(error.format_message())}", err=True)
    return error.exit_code


def _report_bug(error: Exception, *, debug: bool) -> int:
    if debug:
        _print_traceback()
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}" if trace else "nowhere"
    click.echo(f"scaffold: this is a bug: {type(error).__name__} in {where}: {' '.join(str(error).split())}", err=True)
    click.echo(f"scaffold {__version__}, Python {sys.version.split()[0]}, {sys.platform}", err=True)
    click.echo("please report these lines, with what --debug adds to them", err=True)
    return BUG_EXIT_CODE


def _print_traceback() -> None:
    import traceback  # noqa: PLC0415 - costs as much as all else of a start

    click.echo(traceback.format_exc(), err=True)


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
    from .commands import status as command  # noqa: PLC0415

    command.run(as_json=as_json, trust=trust)


@cli.command()
@click.option("--stat", is_flag=True, help="Only count the lines.")
@click.option("--name-only", is_flag=True, help="Only name the files.")
@click.option("--all", "all_files", is_flag=True, help="Files that the template never had, too.")
@click.option("--trust", is_flag=True, help="Let somebody else's template run its code.")
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def diff(**arguments: bool) -> None:
    """Show what the team changed of what the template made."""
    from .commands import diff as command  # noqa: PLC0415

    command.run(**arguments)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def check(*, as_json: bool) -> int:
    """Exit with 4 when there is an update; for CI. Quick, offline, and quiet when there is none."""
    from .commands import check as command  # noqa: PLC0415

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
    from .commands import adopt as command  # noqa: PLC0415

    return command.run(command.Request(**arguments))


@cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def list_(*, as_json: bool) -> None:
    """List the templates."""
    from .commands import list as command  # noqa: PLC0415

    command.run(as_json=as_json)


@cli.command()
@click.argument("template", type=complete.TemplateName())
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def show(*, template: str, as_json: bool) -> None:
    """Show what TEMPLATE asks, with choices and defaults, and what it generates."""
    from .commands import show as command  # noqa: PLC0415

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
    from .commands import completion as command  # noqa: PLC0415

    command.run(cli, shell, as_json=as_json)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def doctor(*, as_json: bool) -> int:
    """Check what scaffold needs of this machine, each with the command that mends it."""
    from .commands import doctor as command  # noqa: PLC0415

    return command.run(as_json=as_json)


@cli.group()
def trust() -> None:
    """Show and take back which templates may run their code."""


@trust.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def trust_list(*, as_json: bool) -> None:
    """List the trusted versions: source, version, since when, and the code in them."""
    from .commands import trust as command  # noqa: PLC0415

    command.list_(as_json=as_json)


@trust.command("remove")
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable result.")
def trust_remove(*, source: str, as_json: bool) -> None:
    """Trust no version of SOURCE any more."""
    from .commands import trust as command  # noqa: PLC0415

    command.remove(source, as_json=as_json)
