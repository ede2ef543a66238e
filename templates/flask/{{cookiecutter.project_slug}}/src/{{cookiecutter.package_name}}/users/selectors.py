"""Read users."""

from uuid import UUID

from sqlalchemy.orm import Session

from ..errors import NotFound
from ..pages import Page, cut, page_of
from .models import User
from .queries import NEWEST_FIRST, every_user


def list_users(*, session: Session, cursor: str, limit: int) -> Page[User]:
    """Read a page of all users, the newest first.

    Raises:
        Invalid: the cursor is none of this list.
    """
    statement = page_of(every_user(), NEWEST_FIRST, cursor=cursor, limit=limit)
    return cut(session.scalars(statement).all(), NEWEST_FIRST, limit=limit)


def get_user(*, session: Session, user_id: UUID) -> User:
    """Read a user.

    Raises:
        NotFound: there is none of this id.
    """
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    return user
