"""Know that this process was told to stop, so that readiness fails before the connections close."""

import signal
import threading
from collections.abc import Callable
from functools import partial
from types import FrameType

_stopping = threading.Event()


def is_stopping() -> bool:
    """Tell whether SIGTERM has arrived."""
    return _stopping.is_set()


def watch_for_stop(defer: Callable[[Callable[[], object]], object] | None = None) -> None:
    """Note SIGTERM, then leave it to the handler that the server installed.

    Call it in the main thread, after the server has set its own handler.

    Args:
        defer: puts the server's handler off for as long as clients take to be told; without it the
            handler is called at once.
    """
    servers_handler = signal.getsignal(signal.SIGTERM)

    def note(number: int, frame: FrameType | None) -> None:
        _stopping.set()
        if callable(servers_handler):
            stop = partial(servers_handler, number, frame)
            defer(stop) if defer else stop()

    signal.signal(signal.SIGTERM, note)
