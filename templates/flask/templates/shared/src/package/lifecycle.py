"""Know that this process was told to stop, so that readiness fails before the connections close."""

import signal
import threading
from types import FrameType

_stopping = threading.Event()


def is_stopping() -> bool:
    """Tell whether SIGTERM has arrived."""
    return _stopping.is_set()


def watch_for_stop() -> None:
    """Remember SIGTERM, then leave it to the handler that the server installed.

    Call it in the main thread, after the server has set its own handler.
    """
    servers_handler = signal.getsignal(signal.SIGTERM)

    def remember(number: int, frame: FrameType | None) -> None:
        _stopping.set()
        if callable(servers_handler):
            servers_handler(number, frame)

    signal.signal(signal.SIGTERM, remember)
