"""Count what callers try, and refuse what is too much; `throttle` says how much that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from flask import Flask, current_app, g

from .. import audit
from ..errors import TooManyRequests
from ..settings import Settings
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
from .throttle_database import DatabaseStore


class Store(Protocol):
    """Hold the windows, and who is known, for all workers; every change is permanent at once."""

    def count(self, wanted: Iterable[Window]) -> dict[str, Count]:
        """Count an attempt in all of its windows."""

    def give_back(self, counted: Iterable[Window]) -> None:
        """Take an attempt out of its windows."""

    def forget(self, keys: Iterable[str]) -> None:
        """End windows."""

    def remember(self, key: str) -> None:
        """Make somebody known."""

    def is_known(self, key: str) -> bool:
        """Tell whether somebody is."""


@dataclass(frozen=True, kw_only=True)
class Throttle:
    """Bound what one client tries.

    Attributes:
        client: the address of the client.
        limits: how often it may try.
        store: where its attempts are counted.
    """

    client: str
    limits: Limits
    store: Store

    def count(
        self, action: Action, *, address: str | None = None, user_id: UUID | None = None
    ) -> list[Window]:
        """Count an attempt before it is looked at, so that none slips through beside it.

        Args:
            action: what is tried.
            address: the folded address that it is tried for, if any.
            user_id: whose account it is tried for, if that is certain.

        Returns:
            The windows that it counts in.

        Raises:
            TooManyRequests: one of them is full; then it counts in none.
        """
        if not any(self.limits):
            return []
        known = address is not None and self.store.is_known(known_client(address, self.client))
        wanted = windows(action, self.limits, client=self.client, address=address, known=known)
        counts = self.store.count(wanted)
        try:
            refuse_spent(wanted, counts)
        except TooManyRequests:
            self.store.give_back(wanted)
            audit.record(audit.Event.THROTTLED, user_id=user_id, action=action.value)
            raise
        return wanted

    def give_back(self, counted: list[Window]) -> None:
        """Let an attempt count for nothing, as it was right."""
        if counted:
            self.store.give_back(counted)

    def remember_client(self, address: str) -> None:
        """Give this client windows of its own for an address, as it got in there."""
        if any(self.limits):
            self.store.remember(known_client(address, self.client))

    def open_login(self, address: str) -> None:
        """End the windows in which logins to an address were counted."""
        if any(self.limits):
            self.store.forget(address_windows(Action.LOGIN, address))


def current_throttle() -> Throttle:
    """Return what bounds the client of the current request."""
    extensions = current_app.extensions
    return Throttle(
        client=g.client,
        limits=extensions["throttle_limits"],
        store=extensions["throttle_store"],
    )


def install(app: Flask, settings: Settings) -> None:
    """Say how much a client may try, and where that is counted."""
    limits = Limits(settings.throttle_per_minute, settings.throttle_per_hour)
    app.extensions["throttle_limits"] = limits
    app.extensions["throttle_store"] = DatabaseStore()
