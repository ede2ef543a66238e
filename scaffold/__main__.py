"""Start the command line, so that a Ctrl-C that comes while modules are imported ends it without a traceback."""

import os
import signal

STOPPED = 130


def main() -> None:
    """Run the command line; until it takes signals over, and when it is done, one ends the process at once."""
    heard = signal.getsignal(signal.SIGINT) is not signal.SIG_IGN  # as in the background of a script
    if heard:
        signal.signal(signal.SIGINT, _leave)
    try:
        from .cli import cli  # noqa: PLC0415 - importing it is what takes long

        cli(prog_name="scaffold")
    except KeyboardInterrupt:  # another one, while the first was being told
        os._exit(STOPPED)
    finally:
        if heard:
            signal.signal(signal.SIGINT, _leave)


def _leave(number: int, frame: object) -> None:
    del number, frame
    os._exit(STOPPED)


if __name__ == "__main__":
    main()
