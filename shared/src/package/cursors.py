"""Write and read the opaque cursors that say where the next page of a list starts."""

import base64
import binascii
import json
from dataclasses import dataclass
from uuid import UUID

from .errors import FieldError, Invalid

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


@dataclass(frozen=True)
class Cursor:
    """Point behind the last row of a page.

    Attributes:
        sort: the order the page was in; a cursor is of no use in another.
        value: the last row's value in the column that orders the page.
        id: the last row's id, which settles ties.
    """

    sort: str
    value: str
    id: UUID


def write_cursor(cursor: Cursor) -> str:
    """Encode a cursor for a URL."""
    text = json.dumps([cursor.sort, cursor.value, str(cursor.id)])
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def read_cursor(text: str, *, sort: str) -> Cursor:
    """Decode a cursor that a page in the same order gave out.

    Raises:
        Invalid: it is no cursor of ours, or one of another order.
    """
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        order, value, row = json.loads(base64.urlsafe_b64decode(padded))
        cursor = Cursor(str(order), str(value), UUID(row))
    except (binascii.Error, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise bad_cursor() from error
    if cursor.sort != sort or not is_text(cursor.value):
        raise bad_cursor()
    return cursor


def is_text(value: str) -> bool:
    """Tell whether a database could hold a text: NUL and lone surrogates it could not."""
    return "\0" not in value and not any("\ud800" <= mark <= "\udfff" for mark in value)


def bad_cursor() -> Invalid:
    """Make the error for a cursor that no page gave out."""
    message = "This is no cursor of this list; start without one."
    return Invalid(errors=[FieldError(field="cursor", code="invalid-cursor", message=message)])
