"""Make and use up the tokens that go out by mail."""

from sqlalchemy.orm import Session

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


def new_verify_token(*, session: Session, user: User, name: str | None) -> str:
    """Make the token of a mail that confirms an address; those of earlier mails go on working.

    The password that the user has right now, and the name, go with it: see `OneTimeToken`.
    """
    return add_token(
        session=session,
        user=user,
        purpose=Purpose.VERIFY,
        password_hash=user.password_hash,
        name=name,
    )


def new_reset_token(*, session: Session, user: User) -> str:
    """Make the token of a mail that lets its reader set a password; earlier ones stop working."""
    session.execute(queries.void_one_time_tokens(user.id, Purpose.RESET))
    return add_token(session=session, user=user, purpose=Purpose.RESET)


def add_token(*, session: Session, user: User, purpose: Purpose, **chosen: str | None) -> str:
    """Make a token, and store its digest."""
    token = new_secret()
    expires_at = utc_now() + LIFETIMES[purpose]
    session.add(
        OneTimeToken(
            user_id=user.id,
            purpose=purpose,
            digest=digest(token),
            expires_at=expires_at,
            **chosen,
        )
    )
    return token


def spend_one_time_token(
    *, session: Session, token: str, purpose: Purpose
) -> tuple[User, OneTimeToken]:
    """Use the token of a mail up, and return whose it is, and what went with it.

    Raises:
        InvalidToken: it was used before, has expired, or never was one.
    """
    user = session.scalar(queries.owner_of_one_time_token(digest(token), purpose))
    spent = session.scalar(queries.spend_one_time_token(digest(token), purpose))
    if user is None or spent is None:
        raise InvalidToken
    return user, spent
