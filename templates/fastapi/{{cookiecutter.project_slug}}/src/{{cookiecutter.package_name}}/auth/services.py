"""Register, log in and out.

Hashing takes as long as many queries: it happens before a transaction, never within one.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from ..audit import Event, record
from ..errors import EmailNotVerified, Unauthenticated
from ..hashing import hash_password, verify_password
from ..orm import utc_now
from ..passwords import refuse_weak_password
from ..settings import get_settings
from ..throttle import Action
from ..tokens import ACCESS_LIFETIME, REFRESH_LIFETIME, digest, issue_access_token, new_secret
from ..users.models import User
from ..users.queries import locked_user_by_email, unchanged_user, user_by_email
from ..users.services import create_user
from . import messages, queries
from .messages import Message
from .models import LoginSession, Purpose, RefreshToken
from .one_time import new_verify_token, spend_one_time_token
from .throttling import Throttle


class WrongCredentials(Unauthenticated):
    """The address and the password do not belong together."""

    code = "wrong-credentials"
    detail = "The address or the password is wrong."


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """Hold a fresh pair of tokens.

    Attributes:
        access_token: what the next requests carry.
        refresh_token: what buys the next pair.
        expires_in: how long the access token is good for, in seconds.
    """

    access_token: str
    refresh_token: str
    token_type: str = "bearer"  # noqa: S105 - the name of the kind (RFC 6750)
    expires_in: int = int(ACCESS_LIFETIME.total_seconds())


async def register(
    *,
    db: AsyncSession,
    attempts: Throttle,
    email: str,
    password: str,
    name: str | None = None,
) -> Message:
    """Make an account that has to be confirmed.

    Returns:
        The mail to the address: a link, or word to its owner that it is taken.

    Raises:
        Invalid: the password is the address itself, or a common one.
        TooManyRequests: too many tried to.
    """
    refuse_weak_password(password, email, field="password")
    await attempts.count(Action.REGISTER, address=email)
    password_hash = await hash_password(password)
    user = await create_user(db=db, email=email, password_hash=password_hash, name=name)
    if user is None:
        user = (await db.scalars(locked_user_by_email(email))).one()
    url = get_settings().public_url
    if user.email_verified:
        await db.commit()
        return messages.already_registered(to=email, public_url=url)
    user.password_hash = password_hash
    token = new_verify_token(db=db, user=user, name=name)
    await db.commit()
    record(Event.REGISTERED, user_id=user.id)
    return messages.confirm_address(to=email, public_url=url, token=token)


async def verify_email(*, db: AsyncSession, attempts: Throttle, token: str) -> None:
    """Confirm the address that a token was mailed to, with the password that went with it.

    Raises:
        InvalidToken: the token is no longer good.
        TooManyRequests: too many tried to.
    """
    await attempts.count(Action.VERIFY_EMAIL)
    user, spent = await spend_one_time_token(db=db, token=token, purpose=Purpose.VERIFY)
    if not user.email_verified:
        user.password_hash = spent.password_hash or user.password_hash
        user.name = spent.name
        user.email_verified = True
    await db.execute(queries.void_one_time_tokens(user.id, Purpose.VERIFY))
    await db.commit()
    record(Event.EMAIL_VERIFIED, user_id=user.id)


async def login(*, db: AsyncSession, attempts: Throttle, email: str, password: str) -> Tokens:
    """Exchange an address and its password for tokens.

    Raises:
        WrongCredentials: they do not belong together, or the account is disabled.
        EmailNotVerified: they do, but the address was never confirmed.
        TooManyRequests: too many were wrong.
    """
    counted = await attempts.count(Action.LOGIN, address=email)
    user = await db.scalar(user_by_email(email))
    await db.commit()
    try:
        checked = await check_password(db=db, user=user, password=password)
    except (WrongCredentials, EmailNotVerified):
        record(Event.LOGIN_FAILED, user_id=user.id if user else None)
        raise
    tokens = await open_session(db=db, user_id=checked.id)
    await attempts.give_back(counted)
    await attempts.remember_client(email)
    record(Event.LOGIN_SUCCEEDED, user_id=checked.id)
    return tokens


async def check_password(*, db: AsyncSession, user: User | None, password: str) -> User:
    """Make sure that a password opens an account, and lock the account as it is then.

    Raises:
        WrongCredentials: it is wrong, there is no account, or it was disabled.
        EmailNotVerified: it is right, but the address was never confirmed.
    """
    seen = user.password_hash if user else None
    right, renewed_hash = await verify_password(password, seen)
    if user is None or seen is None or not right or not user.is_active:
        raise WrongCredentials
    if not user.email_verified:
        raise EmailNotVerified
    unchanged = await db.scalar(unchanged_user(user.id, seen))
    if unchanged is None:
        raise WrongCredentials
    unchanged.password_hash = renewed_hash or seen
    return unchanged


async def open_session(*, db: AsyncSession, user_id: UUID) -> Tokens:
    """Start a login."""
    opened = LoginSession(user_id=user_id, expires_at=utc_now() + REFRESH_LIFETIME)
    db.add(opened)
    await db.flush()
    tokens = new_tokens(db=db, user_id=user_id, session_id=opened.id)
    await db.commit()
    return tokens


def new_tokens(*, db: AsyncSession, user_id: UUID, session_id: UUID) -> Tokens:
    """Make a pair of tokens for a login."""
    token = new_secret()
    expires_at = utc_now() + REFRESH_LIFETIME
    db.add(RefreshToken(session_id=session_id, digest=digest(token), expires_at=expires_at))
    return Tokens(access_token=issue_access_token(user_id, session_id), refresh_token=token)


async def refresh(*, db: AsyncSession, refresh_token: str) -> Tokens:
    """Exchange a refresh token for new tokens; one that comes twice ends the login.

    See RFC 9700, section 4.14.

    Raises:
        Unauthenticated: the token is no longer good.
    """
    session_id = await db.scalar(queries.spend_refresh_token(digest(refresh_token)))
    if session_id is None:
        await end_stolen_session(db=db, refresh_token=refresh_token)
        raise Unauthenticated
    user = await db.scalar(queries.user_of_session(session_id))
    if user is None:
        raise Unauthenticated
    await db.execute(queries.prolong_session(session_id, utc_now() + REFRESH_LIFETIME))
    tokens = new_tokens(db=db, user_id=user.id, session_id=session_id)
    await db.commit()
    return tokens


async def end_stolen_session(*, db: AsyncSession, refresh_token: str) -> None:
    """End the login of a token that was used before: its user or a thief holds a newer one."""
    stolen = await db.scalar(queries.session_of_used_token(digest(refresh_token)))
    if stolen:
        await db.execute(queries.revoke_session(stolen.id))
        await db.commit()
        record(Event.REFRESH_TOKEN_REUSED, user_id=stolen.user_id)


async def logout(*, db: AsyncSession, user: User, refresh_token: str) -> None:
    """End the login that a refresh token belongs to, if it is the user's own."""
    session_id = await db.scalar(queries.session_of_refresh_token(digest(refresh_token)))
    if session_id:
        await db.execute(queries.revoke_session(session_id, user.id))
        await db.commit()
        record(Event.LOGGED_OUT, user_id=user.id)
