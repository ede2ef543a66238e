"""Make the notes that tests need to be there."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from {{ cookiecutter.package_name }}.notes.models import Note
from {{ cookiecutter.package_name }}.notes.services import create_note
from {{ cookiecutter.package_name }}.users.models import User


async def make_note(db: AsyncSession, user: User, **fields: Any) -> Note:  # noqa: ANN401 - any field
    """Write a note."""
    return await create_note(db=db, user=user, **({"title": "A note"} | fields))
