"""Write notes and file them under tags."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ..errors import NotFound
from ..orm import utc_now
from ..users.models import User
from .models import Note, Tag
from .queries import delete_note_for, tags_named


async def create_note(
    *, db: AsyncSession, user: User, title: str, body: str = "", tags: Sequence[str] = ()
) -> Note:
    """Write a note for a user."""
    tag_rows = await find_tags(db=db, user_id=user.id, names=tags)
    note = Note(user_id=user.id, title=title, body=body, tag_rows=tag_rows)
    db.add(note)
    await db.commit()
    return note


async def update_note(*, db: AsyncSession, note: Note, changes: Mapping[str, Any]) -> Note:
    """Change what `changes` names of a note."""
    for name, value in changes.items():
        if name == "tags":
            note.tag_rows = await find_tags(db=db, user_id=note.user_id, names=value)
        else:
            setattr(note, name, value)
    if changes:
        note.updated_at = utc_now()
    await db.commit()
    return note


async def delete_note(*, db: AsyncSession, user: User, note_id: UUID) -> None:
    """Delete a note that a user may see.

    Raises:
        NotFound: there is none such.
    """
    if await db.scalar(delete_note_for(user, note_id).returning(Note.id)) is None:
        raise NotFound
    await db.commit()


async def find_tags(*, db: AsyncSession, user_id: UUID, names: Sequence[str]) -> list[Tag]:
    """Find a user's tags, and make those that there are not yet."""
    if not names:
        return []
    # Two requests that make the same tag wait for each other
    await db.execute(select(User.id).where(User.id == user_id).with_for_update())
    tags = {tag.name: tag for tag in await db.scalars(tags_named(user_id, names))}
    return [tags.get(name) or Tag(user_id=user_id, name=name) for name in sorted(names)]
