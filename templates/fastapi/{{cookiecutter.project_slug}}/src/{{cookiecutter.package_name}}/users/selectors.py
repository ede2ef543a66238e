"""Read users."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from ..errors import NotFound
from ..pages import Page, cut, page_of
from .models import User
from .queries import NEWEST_FIRST, every_user


async def list_users(*, db: AsyncSession, cursor: str = "", limit: int) -> Page[User]:
    """Read a page of all users, the newest first.

    Raises:
        Invalid: the cursor is none of this list.
    """
    statement = page_of(every_user(), NEWEST_FIRST, cursor=cursor, limit=limit)
    return cut((await db.scalars(statement)).all(), NEWEST_FIRST, limit=limit)


async def get_user(*, db: AsyncSession, user_id: UUID) -> User:
    """Read a user.

    Raises:
        NotFound: there is none such.
    """
    user = await db.get(User, user_id)
    if user is None:
        raise NotFound
    return user
