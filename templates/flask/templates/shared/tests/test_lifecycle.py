import os
import signal
from collections.abc import Iterator

import pytest

from {{ cookiecutter.package_name }} import lifecycle


@pytest.fixture
def stops() -> Iterator[list[int]]:
    """Stand in for the handler of the server, and keep what reaches it."""
    seen: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: seen.append(number))
    yield seen
    signal.signal(signal.SIGTERM, before)
    lifecycle._stopping.clear()  # noqa: SLF001 - a process stops only once


def test_stop_is_noted_and_passed_on(stops: list[int]) -> None:
    lifecycle.watch_for_stop()
    os.kill(os.getpid(), signal.SIGTERM)
    assert lifecycle.is_stopping()
    assert stops == [signal.SIGTERM]


def test_stop_needs_no_handler(stops: list[int]) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    lifecycle.watch_for_stop()
    signal.raise_signal(signal.SIGTERM)
    assert lifecycle.is_stopping()
    assert stops == []
