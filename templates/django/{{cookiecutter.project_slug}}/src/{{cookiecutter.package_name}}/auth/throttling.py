"""Refuse what is tried too often; `settings.THROTTLE_STORE` says where attempts are counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from .. import audit
from ..audit import Event
from ..errors import TooManyRequests
from ..throttle import (
    Action,
    Count,
    Limits,
    Window,
    address_windows,
    known_client,
    refuse_spent,
    windows,
)


class Store(Protocol):
    """Keep count of attempts for all workers."""

    def count(self, wanted: Iterable[Window], /) -> dict[str, Count]:
        """Count an attempt in all of its windows at once."""

    def give_back(self, counted: Iterable[Window], /) -> None:
        """Take an attempt out of its windows again."""

    def remember(self, key: str, /) -> None:
        """Note that a client is known."""

    def is_known(self, key: str, /) -> bool:
        """Tell whether a client is known."""

    def forget(self, keys: Iterable[str], /) -> None:
        """Open windows again."""


@cache
def get_store() -> Store:
    """Make the store that the settings name, once."""
    return cast("Store", import_string(settings.THROTTLE_STORE)())


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One attempt, counted before it is looked at."""

    windows: list[Window]

    def give_back(self) -> None:
        """Count it no longer, as only failures do."""
        if self.windows:
            get_store().give_back(self.windows)


def limits() -> Limits:
    """Read how often an address may be tried."""
    return Limits(settings.THROTTLE_PER_MINUTE, settings.THROTTLE_PER_HOUR)


def attempt(
    action: Action,
    *,
    client: str,
    address: str | None = None,
    user_id: UUID | None = None,
    known: bool = False,
) -> Attempt:
    """Count an attempt.

    Args:
        action: what is tried.
        client: the caller's address.
        address: the folded mail address that it is tried for, if any.
        user_id: the account that it is tried for, where the caller has shown whose he is.
        known: whether this client logged in to this address before.

    Raises:
        TooManyRequests: there were too many; this one then counts nowhere.
    """
    wanted = windows(action, limits(), client=client, address=address, known=known)
    if wanted:
        counts = get_store().count(wanted)
        try:
            refuse_spent(wanted, counts)
        except TooManyRequests:
            get_store().give_back(wanted)
            audit.record(Event.THROTTLED, user_id=user_id, action=action.value)
            raise
    return Attempt(windows=wanted)


def attempt_login(*, client: str, address: str) -> Attempt:
    """Count a login; where somebody logged in before, strangers cannot use up his attempts.

    Raises:
        TooManyRequests: there were too many.
    """
    known = any(limits()) and get_store().is_known(known_client(address, client))
    return attempt(Action.LOGIN, client=client, address=address, known=known)


def remember_client(*, client: str, address: str) -> None:
    """Note that a client has logged in to an address."""
    if any(limits()):
        get_store().remember(known_client(address, client))


def reopen_login(*, address: str) -> None:
    """Let an address be tried again from everywhere."""
    if any(limits()):
        get_store().forget(address_windows(Action.LOGIN, address))
