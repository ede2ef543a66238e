"""Run a command to its end, and turn whatever stops it into sentences and an exit code."""

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from . import __version__
from .errors import BUG_EXIT_CODE, Interrupted, ScaffoldError
from .plain import plain

COMPLETING = "_SCAFFOLD_COMPLETE"


class Scaffold(click.Group):
    """The one place that turns exceptions into sentences and exit codes."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - click's
        """Run a command and exit: 0, 1 refused, 2 usage, 70 a bug, 130 interrupted."""
        _speak_utf8()
        _fill_gaps()
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
        except MemoryError:
            sys.exit(_refuse(ScaffoldError("there is not enough memory"), debug=debug))
        except Exception as error:  # noqa: BLE001 - the last line of defence: whatever comes here is a bug of ours
            if COMPLETING in os.environ:  # a shell that asks oddly gets no answer, and its user no lines in between
                sys.exit(1)
            sys.exit(_report_bug(error, debug=debug))
        sys.exit(result if isinstance(result, int) else 0)


def _speak_utf8() -> None:
    """Start anew in Python's UTF-8 mode (PEP 540) where a locale would have names and files in something narrower."""
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - this very program


def _fill_gaps() -> None:
    """Put something in the place of streams that are closed: a file of ours must not become one of them."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - stays open to the end


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
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is not signal.SIG_IGN:  # as nohup sets it
            signal.signal(number, _stop)


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
