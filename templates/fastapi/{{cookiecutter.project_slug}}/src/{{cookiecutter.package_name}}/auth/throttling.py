"""Count what callers try, and refuse what is too much; `throttle` says how much that is."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import Depends, Request

from .. import audit
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
from .callers import Client
from .throttle_{{ "redis" if cookiecutter.worker else "database" }} import get_store


class Store(Protocol):
    """Hold the windows, and who is known, for all workers; every change is permanent at once."""

    def counted(self, wanted: Sequence[Window]) -> AbstractAsyncContextManager[Mapping[str, Count]]:
        """Count an attempt; it counts as none when the block fails."""
        ...

    async def give_back(self, wanted: Sequence[Window]) -> None:
        """Take an attempt out of its windows."""
        ...

    async def forget(self, keys: Iterable[str]) -> None:
        """End windows."""
        ...

    async def remember(self, key: str) -> None:
        """Make somebody known."""
        ...

    async def is_known(self, key: str) -> bool:
        """Tell whether somebody is."""
        ...


def get_limits(request: Request) -> Limits:
    """Return how often an address may be tried."""
    limits: Limits = request.app.state.limits
    return limits


class Throttle:
    """Bound what the client of a request tries."""

    def __init__(
        self,
        client: Client,
        limits: Annotated[Limits, Depends(get_limits)],
        store: Annotated[Store, Depends(get_store)],
    ) -> None:
        """Count for a client, up to some limits, in a store."""
        self.client = client
        self.limits = limits
        self.store = store

    async def count(
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
            TooManyRequests: one of them is full.
        """
        if not any(self.limits):
            return []
        known = address is not None and await self.store.is_known(self.key_of(address))
        wanted = windows(action, self.limits, client=self.client, address=address, known=known)
        try:
            async with self.store.counted(wanted) as counts:
                refuse_spent(wanted, counts)
        except TooManyRequests:
            audit.record(audit.Event.THROTTLED, user_id=user_id, action=action.value)
            raise
        return wanted

    async def give_back(self, counted: Sequence[Window]) -> None:
        """Let an attempt count for nothing, as it was right."""
        if counted:
            await self.store.give_back(counted)

    async def remember_client(self, address: str) -> None:
        """Give this client windows of its own for an address, as it got in there."""
        if any(self.limits):
            await self.store.remember(self.key_of(address))

    async def open_login(self, address: str) -> None:
        """End the windows in which logins to an address were counted."""
        await self.store.forget(address_windows(Action.LOGIN, address))

    def key_of(self, address: str) -> str:
        """Return what stands for this client at an address."""
        return known_client(address, self.client)


Attempts = Annotated[Throttle, Depends()]
