"""Write notes and file them under tags."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..errors import NotFound
from ..orm import utc_now
from ..users.models import User
from .models import Note, Tag
from .queries import delete_note_for, tags_named


def create_note(
    *, session: Session, user: User, title: str, body: str = "", tags: Sequence[str] = ()
) -> Note:
    """Write a note for a user."""
    tag_rows = find_tags(session=session, user_id=user.id, names=tags)
    note = Note(user_id=user.id, title=title, body=body, tag_rows=tag_rows)
    session.add(note)
    session.commit()
    return note


def update_note(*, session: Session, note: Note, changes: Mapping[str, Any]) -> Note:
    """Change what `changes` names of a note."""
    for name, value in changes.items():
        if name == "tags":
            note.tag_rows = find_tags(session=session, user_id=note.user_id, names=value)
        else:
            setattr(note, name, value)
    if changes:
        note.updated_at = utc_now()
    session.commit()
    return note


def delete_note(*, session: Session, user: User, note_id: UUID) -> None:
    """Delete a note that a user may see.

    Raises:
        NotFound: there is none such.
    """
    if session.scalar(delete_note_for(user, note_id).returning(Note.id)) is None:
        raise NotFound
    session.commit()


def find_tags(*, session: Session, user_id: UUID, names: Sequence[str]) -> list[Tag]:
    """Find a user's tags, and make those that there are not yet."""
    tags = {tag.name: tag for tag in session.scalars(tags_named(user_id, names))}
    for name in sorted(set(names) - tags.keys()):
        tags[name] = make_tag(session=session, user_id=user_id, name=name)
    return [tags[name] for name in sorted(tags)]


def make_tag(*, session: Session, user_id: UUID, name: str) -> Tag:
    """Make a tag, or take the one that another request made just now."""
    tag = Tag(user_id=user_id, name=name)
    try:
        with session.begin_nested():
            session.add(tag)
    except IntegrityError:
        return session.scalars(tags_named(user_id, [name])).one()
    return tag
