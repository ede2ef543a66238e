"""Know how long a request waited for a thread, so that it need not wait in vain as well.

What this service depends on may leave every thread waiting for it until each has failed in its
turn. Those who stand behind them need not wait for the same.
"""

import time
from contextvars import ContextVar

PATIENCE_SECONDS = 1.0
# After this long without a failure, things may have changed.
MEMORY_SECONDS = 2.0

_waited: ContextVar[float] = ContextVar("waited", default=0.0)
_failures = {"last": -MEMORY_SECONDS}


def note_wait(seconds: float) -> None:
    """Note how long the request waited that this thread begins."""
    _waited.set(seconds)


def note_failure() -> None:
    """Note that something this service depends on does not answer."""
    _failures["last"] = time.monotonic()


def waited_too_long() -> bool:
    """Tell whether the present request waited for long, while others failed."""
    failing = time.monotonic() - _failures["last"] < MEMORY_SECONDS
    return failing and _waited.get() > PATIENCE_SECONDS
