"""Make and use up the tokens that go out by mail."""

from sqlalchemy.ext.asyncio import AsyncSession

from ..errors import BadRequest
from ..orm import utc_now
from ..tokens import RESET_LIFETIME, VERIFY_LIFETIME, digest, new_secret
from ..users.models import User
from . import queries
from .models import OneTimeToken, Purpose

LIFETIMES = {Purpose.VERIFY: VERIFY_LIFETIME, Purpose.RESET: RESET_LIFETIME}


class InvalidToken(BadRequest):
    """The token of a mail was used, has expired, or never was one."""

    code = "invalid-token"
    detail = "This link was used before or has expired; ask for a new one."


async def new_one_time_token(*, db: AsyncSession, user: User, purpose: Purpose) -> str:
    """Make the token of a mail; those of earlier mails stop working."""
    await db.execute(queries.void_one_time_tokens(user.id, purpose))
    token = new_secret()
    expires_at = utc_now() + LIFETIMES[purpose]
    db.add(
        OneTimeToken(user_id=user.id, purpose=purpose, digest=digest(token), expires_at=expires_at)
    )
    return token


async def spend_one_time_token(*, db: AsyncSession, token: str, purpose: Purpose) -> User:
    """Use the token of a mail up, and return whose it is.

    Raises:
        InvalidToken: it was used before, has expired, or never was one.
    """
    spent = await db.scalar(queries.spend_one_time_token(digest(token), purpose))
    if spent is None:
        raise InvalidToken
    return await db.get_one(User, spent.user_id)
