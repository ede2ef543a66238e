"""Say how often something may be tried: per address, and per client.

A window opens with its first attempt and closes a minute or an hour later. Attempts are counted
before they are looked at, so guesses sent at once do not slip through, and are given back where
only failures count. One that is refused counts in no window: nobody can prolong a lock.

Who logged in from a client before has windows of his own there, so that strangers who guess at his
password cannot keep him out (OWASP Authentication Cheat Sheet, "Account Lockout").
"""

import hashlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv6Address, ip_network
from typing import NamedTuple

from .clients import parse_address
from .errors import TooManyRequests

MINUTE = 60
HOUR = 3600
KNOWN_SECONDS = 30 * 24 * HOUR
# Many people share one client's address: an office, a mobile network.
CLIENT_FACTOR = 3
# What one subscriber is given (RFC 6177)
IPV6_PREFIX = 64


class Action(StrEnum):
    """Name what is throttled."""

    LOGIN = "login"
    REGISTER = "register"
    VERIFY_EMAIL = "verify-email"
    FORGOT_PASSWORD = "forgot-password"  # noqa: S105 - an action, no password
    RESET_PASSWORD = "reset-password"  # noqa: S105 - an action, no password
    CHANGE_PASSWORD = "change-password"  # noqa: S105 - an action, no password


class Limits(NamedTuple):
    """How often an address may be tried; 0 stands for "as often as you like"."""

    per_minute: int
    per_hour: int


@dataclass(frozen=True, order=True)
class Window:
    """A span of time in which something may be tried so many times.

    Attributes:
        key: a digest, so that the store knows neither addresses nor clients.
        limit: how many attempts it takes.
        seconds: how long it stays open.
    """

    key: str
    limit: int
    seconds: int


class Count(NamedTuple):
    """What the store knows of a window: the attempts, and when it closes (seconds, Unix time)."""

    hits: int
    expires_at: int


def windows(
    action: Action, limits: Limits, *, client: str, address: str | None = None, known: bool = False
) -> list[Window]:
    """List the windows in which an attempt counts, in the order in which all must take them.

    Args:
        action: what is tried.
        limits: how often it may be tried for one address.
        client: the caller's address.
        address: the folded mail address that it is tried for, if any.
        known: whether this client logged in to this address before.
    """
    subjects = [(CLIENT_FACTOR, ("client", network_of(client)))]
    if address:
        own = (network_of(client),) if known else ()
        subjects.append((1, ("address", address, *own)))
    return sorted(
        Window(key=key_of(action, *subject, str(seconds)), limit=limit * factor, seconds=seconds)
        for factor, subject in subjects
        for limit, seconds in ((limits.per_minute, MINUTE), (limits.per_hour, HOUR))
        if limit
    )


def address_windows(action: Action, address: str) -> list[str]:
    """List the keys of an address's own windows, to open them again."""
    return [key_of(action, "address", address, str(seconds)) for seconds in (MINUTE, HOUR)]


def known_client(address: str, client: str) -> str:
    """Return the key under which the store remembers that a client logged in to an address."""
    return key_of("known", address, network_of(client))


def refuse_spent(wanted: Iterable[Window], counts: Mapping[str, Count]) -> None:
    """Refuse an attempt for which a window has no room; the attempt itself is in the counts.

    Raises:
        TooManyRequests: one is full; says when the last of the full ones closes.
    """
    now = int(time.time())
    waits = [
        # The store's clock may be another one, and may round up
        min(window.seconds, counts[window.key].expires_at - now)
        for window in wanted
        if counts[window.key].hits > window.limit
    ]
    if waits:
        raise TooManyRequests(retry_after=max(1, *waits))


def network_of(client: str) -> str:
    """Return what stands for a client: of IPv6, where one has many addresses, its network."""
    address = parse_address(client)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, IPV6_PREFIX), strict=False))
    return str(address or client)


def key_of(*parts: str) -> str:
    """Make the key of a window."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
