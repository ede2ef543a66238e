"""Read notes and tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from ..errors import NotFound
from ..pages import Page, cut, page_of
from ..users.models import User
from .models import Note
from .queries import BY_NAME, ORDERS, note_for, notes_of, tags_in_use


@dataclass(frozen=True)
class TagInUse:
    """Say on how many notes a tag is."""

    id: UUID
    name: str
    count: int


def list_notes(  # noqa: PLR0913 - one argument a filter, all by name
    *,
    session: Session,
    user: User,
    q: str = "",
    tags: Sequence[str] = (),
    sort: str = "-created_at",
    cursor: str = "",
    limit: int,
) -> Page[Note]:
    """Read a page of a user's notes.

    Args:
        session: the database session.
        user: whose notes.
        q: text that the title or the body must contain, in whatever case.
        tags: the tags that a note must have, every one of them.
        sort: the name of an order.
        cursor: where the page begins, as an earlier page gave it out.
        limit: the length of the page.

    Raises:
        Invalid: the cursor is none of this list.
    """
    order = ORDERS[sort]
    statement = page_of(notes_of(user.id, q=q, tags=tags), order, cursor=cursor, limit=limit)
    return cut(session.scalars(statement).all(), order, limit=limit)


def get_note(*, session: Session, user: User, note_id: UUID) -> Note:
    """Read a note that a user may see.

    Raises:
        NotFound: there is none such.
    """
    note = session.scalar(note_for(user, note_id))
    if note is None:
        raise NotFound
    return note


def list_tags(*, session: Session, user: User, cursor: str = "", limit: int) -> Page[TagInUse]:
    """Read a page of the tags that are on a user's notes.

    Raises:
        Invalid: the cursor is none of this list.
    """
    statement = page_of(tags_in_use(user.id), BY_NAME, cursor=cursor, limit=limit)
    rows = [TagInUse(tag.id, tag.name, count) for tag, count in session.execute(statement)]
    return cut(rows, BY_NAME, limit=limit)
