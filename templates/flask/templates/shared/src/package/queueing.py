"""Know how long a request waited for a thread: one that comes too late is better refused at once.

Who waits longer than clients and proxies do is answered for nobody, and holds up those behind.
"""

from contextvars import ContextVar

PATIENCE_SECONDS = 2.0

_waited: ContextVar[float] = ContextVar("waited", default=0.0)


def note_wait(seconds: float) -> None:
    """Note how long the request waited that this thread begins."""
    _waited.set(seconds)


def seconds_waited() -> float:
    """Tell how long the present request waited."""
    return _waited.get()


def waited_too_long() -> bool:
    """Tell whether the present request waited longer than it should."""
    return _waited.get() > PATIENCE_SECONDS
