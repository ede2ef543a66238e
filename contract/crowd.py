"""Many equal requests at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")


def at_once(count: int, act: Callable[[], T]) -> list[T]:
    """Call `act` in `count` threads that start together and return what each returned."""
    barrier = Barrier(count)

    def wait_and_act() -> T:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(count) as pool:
        return [call.result() for call in [pool.submit(wait_and_act) for _ in range(count)]]
