"""Read who is logged in."""

from sqlalchemy.ext.asyncio import AsyncSession

from ..errors import Unauthenticated
from ..orm import utc_now
from ..tokens import AccessToken
from ..users.models import User
from .queries import CALLER


async def find_caller(*, db: AsyncSession, token: AccessToken) -> User:
    """Find the user that a token stands for, in one query.

    Raises:
        Unauthenticated: the session was ended, or the account disabled or deleted.
    """
    values = {"user_id": token.user_id, "session_id": token.session_id, "now": utc_now()}
    user: User | None = await db.scalar(CALLER, values)
    if user is None:
        raise Unauthenticated
    return user
