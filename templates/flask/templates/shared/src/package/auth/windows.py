"""Name the statements that count attempts.

Rows are locked in the order of their keys, so that two attempts never wait for each other
crosswise. A window whose time has passed counts as none, whether it was deleted or not.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Delete, Select, Update, case, delete, select, update
from sqlalchemy.sql.dml import Insert, ReturningInsert

from ..dialects import INSERTS
from .models import ThrottleWindow


def count_attempt(
    ends: Mapping[str, int], *, now: int, dialect: str
) -> ReturningInsert[str, int, int]:
    """Count an attempt in all of its windows at once, and begin those that there are not.

    Args:
        ends: for each key, when its window ends if it begins now; times are in epoch seconds.
        now: the time of the attempt.
        dialect: which database will run the statement.

    Returns:
        Selects the key of each window, the attempts in it with this one, and when it ends.
    """
    rows = [{"key": key, "hits": 1, "expires_at": ends[key]} for key in sorted(ends)]
    statement = INSERTS[dialect](ThrottleWindow).values(rows)
    over = ThrottleWindow.expires_at <= now
    begun = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[ThrottleWindow.key],
        set_={
            "hits": case((over, 1), else_=ThrottleWindow.hits + 1),
            "expires_at": case((over, begun.expires_at), else_=ThrottleWindow.expires_at),
        },
    ).returning(ThrottleWindow.key, ThrottleWindow.hits, ThrottleWindow.expires_at)


def locked(keys: Iterable[str]) -> Select[str]:
    """Select those of these windows that there are, and lock them in order."""
    return (
        select(ThrottleWindow.key)
        .where(ThrottleWindow.key.in_(list(keys)))
        .order_by(ThrottleWindow.key)
        .with_for_update()
    )


def give_back(keys: Iterable[str], *, now: int) -> Update:
    """Take one attempt out of these windows."""
    return (
        update(ThrottleWindow)
        .where(
            ThrottleWindow.key.in_(locked(keys)),
            ThrottleWindow.hits > 0,
            ThrottleWindow.expires_at > now,
        )
        .values(hits=ThrottleWindow.hits - 1)
    )


def forget_windows(keys: Iterable[str]) -> Delete:
    """End these windows."""
    return delete(ThrottleWindow).where(ThrottleWindow.key.in_(locked(keys)))


def set_marker(key: str, *, until: int, dialect: str) -> Insert:
    """Remember something until a time, in epoch seconds; once more prolongs it."""
    statement = INSERTS[dialect](ThrottleWindow).values(key=key, hits=0, expires_at=until)
    return statement.on_conflict_do_update(
        index_elements=[ThrottleWindow.key], set_={"expires_at": until}
    )


def find_marker(key: str, *, now: int) -> Select[str]:
    """Select a marker, if it is there and its time has not passed."""
    return select(ThrottleWindow.key).where(
        ThrottleWindow.key == key, ThrottleWindow.expires_at > now
    )
