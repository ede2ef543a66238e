import signal
from collections.abc import Iterator
from types import FrameType

import pytest

from {{ cookiecutter.package_name }} import lifecycle


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """Stand in for the handler of the server."""
    numbers: list[int] = []

    def handle(number: int, _frame: FrameType | None) -> None:
        numbers.append(number)

    former = signal.signal(signal.SIGTERM, handle)
    yield numbers
    signal.signal(signal.SIGTERM, former)
    lifecycle._stopping.clear()  # noqa: SLF001 - as if the signal had not come


def test_signal_is_noted_and_passed_on(heard: list[int]) -> None:
    lifecycle.watch_for_stop()
    assert not lifecycle.is_stopping()
    signal.raise_signal(signal.SIGTERM)
    assert lifecycle.is_stopping()
    assert heard == [signal.SIGTERM]
