"""Write demo notes."""

from sqlalchemy.ext.asyncio import AsyncSession

from ..users.models import User
from . import selectors, services

NOTES = (
    ("Shopping", "Bread, butter, tomatoes.", ["errands"]),
    ("Talk on keyset pagination", "Why page 1,000 costs what page 1 costs.", ["ideas", "work"]),
    ("Call the plumber", "", ["errands", "home"]),
)


async def seed_notes(*, db: AsyncSession, user: User) -> None:
    """Write demo notes for a user who has none."""
    if (await selectors.list_notes(db=db, user=user, limit=1)).items:
        return
    for title, body, tags in NOTES:
        await services.create_note(db=db, user=user, title=title, body=body, tags=tags)
