"""Let the signals that ask a process to end wait while something is written that must be whole."""

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
SIGNALS = tuple(getattr(signal, name) for name in NAMES if hasattr(signal, name))


@contextlib.contextmanager
def undisturbed() -> Iterator[Callable[[], None]]:
    """Hold signals back, from this process and from the programs it starts.

    What is yielded asks whether one came meanwhile, and raises KeyboardInterrupt then; so does the end.
    """
    came: list[int] = []

    def check() -> None:
        if came or _waiting():
            raise KeyboardInterrupt

    before = {}
    try:
        for number in SIGNALS:
            before[number] = signal.signal(number, lambda number, _: came.append(number))
        with _blocked():
            yield check
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    check()


@contextlib.contextmanager
def _blocked() -> Iterator[None]:
    """Block them in this thread: programs started meanwhile inherit that, and a terminal's Ctrl-C reaches them too."""
    if sys.platform == "win32":
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _waiting() -> bool:
    return sys.platform != "win32" and bool(signal.sigpending() & set(SIGNALS))
