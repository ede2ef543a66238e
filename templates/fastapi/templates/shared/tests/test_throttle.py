import time

import pytest

from {{ cookiecutter.package_name }}.errors import TooManyRequests
from {{ cookiecutter.package_name }}.throttle import (
    Action,
    Count,
    Limits,
    Window,
    known_client,
    refuse_spent,
    windows,
)

LIMITS = Limits(per_minute=5, per_hour=50)
ADDRESS = "ann@example.com"


def keys(client: str, *, address: str | None = ADDRESS, known: bool = False) -> set[str]:
    found = windows(Action.LOGIN, LIMITS, client=client, address=address, known=known)
    return {window.key for window in found}


def test_address_is_shared_by_clients() -> None:
    assert len(keys("192.0.2.1") & keys("192.0.2.2")) == 2


def test_client_is_shared_by_addresses() -> None:
    assert keys("192.0.2.1", address=None) < keys("192.0.2.1")


def test_known_client_shares_nothing() -> None:
    assert keys("192.0.2.1", known=True).isdisjoint(keys("192.0.2.2"))


def test_network_is_one_client() -> None:
    assert keys("2001:db8::1") == keys("2001:db8::2")
    assert keys("2001:db8::1") != keys("2001:db8:0:1::1")
    assert known_client(ADDRESS, "2001:db8::1") == known_client(ADDRESS, "2001:db8::2")


def test_client_may_try_more() -> None:
    limits = {window.limit for window in windows(Action.LOGIN, LIMITS, client="192.0.2.1")}
    assert limits == {15, 150}


def test_zero_limits_nothing() -> None:
    assert not windows(Action.LOGIN, Limits(0, 0), client="192.0.2.1", address=ADDRESS)


def test_full_window_refuses() -> None:
    window = Window(key="key", limit=5, seconds=60)
    refuse_spent([window], {"key": Count(5, int(time.time()) + 30)})
    with pytest.raises(TooManyRequests) as refused:
        refuse_spent([window], {"key": Count(6, int(time.time()) + 30)})
    assert 28 <= int(refused.value.headers["Retry-After"]) <= 30


def test_nobody_waits_longer_than_a_window() -> None:
    window = Window(key="key", limit=5, seconds=60)
    with pytest.raises(TooManyRequests) as refused:
        refuse_spent([window], {"key": Count(6, int(time.time()) + 65)})
    assert refused.value.headers["Retry-After"] == "60"
