"""Cut lists into pages by key, so that page 1,000 costs what page 1 costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from .cursors import Cursor, bad_cursor, read_cursor, write_cursor
from .orm import UtcDateTime


@dataclass(frozen=True)
class Page[T]:
    """Hold a page and the cursor of the one behind it."""

    items: Sequence[T]
    next: str | None


@dataclass(frozen=True)
class Order:
    """Say how a list is ordered: by a column, then by id.

    Attributes:
        name: its name in `?sort=`; a leading dash turns it around.
        column: what it sorts by.
        id: the id of the same table, which settles ties.
    """

    name: str
    column: InstrumentedAttribute[Any]
    id: InstrumentedAttribute[UUID]

    @property
    def descending(self) -> bool:
        """Tell whether the largest comes first."""
        return self.name.startswith("-")


def page_of[*Row](
    statement: Select[*Row], order: Order, *, cursor: str, limit: int
) -> Select[*Row]:
    """Narrow a statement to one page, and one row more that tells whether another follows.

    Args:
        statement: what selects the whole list.
        order: the order of the list.
        cursor: where the page begins, as an earlier page gave it out.
        limit: the length of the page.

    Raises:
        Invalid: the cursor is none of this list.
    """
    keys = (order.column, order.id)
    if cursor:
        statement = statement.where(behind(read_cursor(cursor, sort=order.name), order))
    return statement.order_by(*(key.desc() if order.descending else key for key in keys)).limit(
        limit + 1
    )


def behind(cursor: Cursor, order: Order) -> ColumnElement[bool]:
    """Compare a row with the place of a cursor, in a way that an index can answer."""
    row = tuple_(order.column, order.id)
    place = tuple_(
        literal(read_value(cursor.value, order), order.column.type),
        literal(cursor.id, order.id.type),
    )
    return row < place if order.descending else row > place


def read_value(text: str, order: Order) -> str | datetime:
    """Read a cursor's value as the column's type."""
    if not isinstance(order.column.type, UtcDateTime):
        return text
    try:
        time = datetime.fromisoformat(text)
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise bad_cursor() from error


def cut[T](rows: Sequence[T], order: Order, *, limit: int) -> Page[T]:
    """Make a page of the rows that `page_of` selected."""
    items = rows[:limit]
    if len(rows) <= limit:
        return Page(items, None)
    last = items[-1]
    value = getattr(last, order.column.key)
    text = value.isoformat() if isinstance(value, datetime) else value
    return Page(items, write_cursor(Cursor(order.name, text, getattr(last, order.id.key))))
