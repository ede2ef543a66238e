"""The time of an answer tells nobody who has an account."""

import random
import statistics
import time
from collections.abc import Callable

import pytest

from contract.client import Api, Session, new_email, new_password
from contract.figures import Figure

PAIRS = 30
LARGEST_RATIO = 1.2
ROUNDS = 3

Act = Callable[[Api, str], object]


def register(api: Api, email: str) -> object:
    return api.register(email, new_password())


def log_in(api: Api, email: str) -> object:
    return api.try_login(email, new_password())


def forget(api: Api, email: str) -> object:
    return api.anonymous.post("/auth/forgot-password", json={"email": email})


def seconds_of(act: Act, api: Api, email: str) -> float:
    began = time.perf_counter()
    act(api, email)
    return time.perf_counter() - began


def ratio(act: Act, api: Api, known: str) -> float:
    """Return how much longer one kind of address takes: medians, each pair in an order of its own."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(PAIRS):
        for is_known in random.sample([True, False], 2):
            times[is_known].append(seconds_of(act, api, known if is_known else new_email()))
    medians = [statistics.median(values) for values in times.values()]
    return max(medians) / min(medians)


@pytest.mark.parametrize("act", [register, log_in, forget])
def test_known_address_takes_as_long(act: Act, api: Api, alice: Session, figure: Figure) -> None:
    # What else the machine does makes some rounds unequal, but a service that tells makes all of them so.
    ratios: list[float] = []
    while len(ratios) < ROUNDS and min(ratios, default=LARGEST_RATIO) >= LARGEST_RATIO:
        ratios.append(ratio(act, api, alice.email))
    figure(f"known against unknown address, {act.__name__}, medians of {PAIRS}", "< 1.2", min(ratios))
    assert min(ratios) < LARGEST_RATIO, ratios
