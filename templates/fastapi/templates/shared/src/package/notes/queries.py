"""Name the statements that read and change notes and tags."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Delete, Select, delete, func, or_, select
from sqlalchemy.orm import selectinload

from ..pages import Order
from ..users.models import Role, User
from .models import Note, Tag, note_tags

ORDERS = {
    order.name: order
    for order in (
        Order("-created_at", Note.created_at, Note.id),
        Order("created_at", Note.created_at, Note.id),
        Order("title", Note.title, Note.id),
    )
}
BY_NAME = Order("name", Tag.name, Tag.id)


def notes_of(user_id: UUID, *, q: str = "", tags: Sequence[str] = ()) -> Select[Note]:
    """Select a user's notes.

    Args:
        user_id: whose notes.
        q: text that the title or the body must contain, in whatever case.
        tags: names of tags that a note must have, every one of them.
    """
    statement = select(Note).where(Note.user_id == user_id).options(selectinload(Note.tag_rows))
    if q:
        text = (Note.title.icontains(q, autoescape=True), Note.body.icontains(q, autoescape=True))
        statement = statement.where(or_(*text))
    for name in tags:
        statement = statement.where(Note.id.in_(ids_of_notes_with(user_id, name)))
    return statement


def ids_of_notes_with(user_id: UUID, name: str) -> Select[UUID]:
    """Select the ids of a user's notes under one tag."""
    return (
        select(note_tags.c.note_id)
        .join(Tag, Tag.id == note_tags.c.tag_id)
        .where(Tag.user_id == user_id, Tag.name == name)
    )


def note_for(user: User, note_id: UUID) -> Select[Note]:
    """Select a note, if this user may see it: the owner and admins may."""
    statement = select(Note).where(Note.id == note_id).options(selectinload(Note.tag_rows))
    return statement if user.role == Role.ADMIN else statement.where(Note.user_id == user.id)


def delete_note_for(user: User, note_id: UUID) -> Delete:
    """Delete a note, if this user may."""
    statement = delete(Note).where(Note.id == note_id)
    return statement if user.role == Role.ADMIN else statement.where(Note.user_id == user.id)


def tags_named(user_id: UUID, names: Sequence[str]) -> Select[Tag]:
    """Select a user's tags of these names."""
    return select(Tag).where(Tag.user_id == user_id, Tag.name.in_(names)).order_by(Tag.name)


def tags_in_use(user_id: UUID) -> Select[Tag, int]:
    """Select a user's tags that are on a note, each with the number of notes."""
    return (
        select(Tag, func.count().label("count"))
        .join(note_tags, note_tags.c.tag_id == Tag.id)
        .where(Tag.user_id == user_id)
        .group_by(Tag.id)
    )
