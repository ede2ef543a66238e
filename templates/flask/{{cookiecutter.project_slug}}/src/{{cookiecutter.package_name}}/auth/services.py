"""Register, log in and out, and set passwords.

Hashing takes as long as many queries: it happens before a transaction, never within one.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from ..addresses import fold_address
from ..errors import BadRequest, EmailNotVerified, FieldError, Invalid, Unauthenticated
from ..orm import utc_now
from ..outbox import send
from ..passwords import hash_password, refuse_weak_password, verify_password
from ..settings import get_settings
from ..tokens import (
    ACCESS_LIFETIME,
    REFRESH_LIFETIME,
    RESET_LIFETIME,
    VERIFY_LIFETIME,
    digest,
    issue_access_token,
    new_secret,
)
from ..users.models import User
from ..users.queries import user_by_email
from ..users.services import create_user
from . import messages, queries
from .models import LoginSession, OneTimeToken, Purpose, RefreshToken

LIFETIMES = {Purpose.VERIFY: VERIFY_LIFETIME, Purpose.RESET: RESET_LIFETIME}


class WrongCredentials(Unauthenticated):
    """The address and the password do not belong together."""

    code = "wrong-credentials"
    detail = "The address or the password is wrong."


class InvalidToken(BadRequest):
    """The token of a mail was used, has expired, or never was one."""

    code = "invalid-token"
    detail = "This link was used before or has expired; ask for a new one."


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
    expires_in: int = int(ACCESS_LIFETIME.total_seconds())


def register(*, session: Session, email: str, password: str, name: str | None = None) -> None:
    """Make an account that has to be confirmed; to its owner, a taken address tells so by mail.

    Raises:
        Invalid: the password is the address itself.
    """
    refuse_weak_password(password, email, field="password")
    password_hash = hash_password(password)
    user = create_user(session=session, email=email, password_hash=password_hash, name=name)
    if user is None:
        user = session.scalars(user_by_email(email)).one()
    if user.email_verified:
        session.commit()
        send(messages.already_registered(to=email, public_url=get_settings().public_url))
        return
    token = new_one_time_token(session=session, user=user, purpose=Purpose.VERIFY)
    session.commit()
    url = get_settings().public_url
    send(messages.confirm_address(to=email, public_url=url, token=token))


def new_one_time_token(*, session: Session, user: User, purpose: Purpose) -> str:
    """Make the token of a mail; those of earlier mails stop working."""
    session.execute(queries.void_one_time_tokens(user.id, purpose))
    token = new_secret()
    expires_at = utc_now() + LIFETIMES[purpose]
    session.add(
        OneTimeToken(user_id=user.id, purpose=purpose, digest=digest(token), expires_at=expires_at)
    )
    return token


def spend_one_time_token(*, session: Session, token: str, purpose: Purpose) -> User:
    """Use the token of a mail up, and return whose it is.

    Raises:
        InvalidToken: it was used before, has expired, or never was one.
    """
    spent = session.scalar(queries.spend_one_time_token(digest(token), purpose))
    if spent is None:
        raise InvalidToken
    return session.get_one(User, spent.user_id)


def verify_email(*, session: Session, token: str) -> None:
    """Confirm the address that a token was mailed to.

    Raises:
        InvalidToken: the token is no longer good.
    """
    user = spend_one_time_token(session=session, token=token, purpose=Purpose.VERIFY)
    user.email_verified = True
    session.commit()


def login(*, session: Session, email: str, password: str) -> Tokens:
    """Exchange an address and its password for tokens.

    Raises:
        WrongCredentials: they do not belong together, or the account is disabled.
        EmailNotVerified: they do, but the address was never confirmed.
    """
    user = session.scalar(user_by_email(fold_address(email)))
    session.commit()
    right, renewed_hash = verify_password(password, user.password_hash if user else None)
    if user is None or not right or not user.is_active:
        raise WrongCredentials
    if not user.email_verified:
        raise EmailNotVerified
    if renewed_hash:
        user.password_hash = renewed_hash
    return open_session(session=session, user_id=user.id)


def open_session(*, session: Session, user_id: UUID) -> Tokens:
    """Start a login."""
    opened = LoginSession(user_id=user_id, expires_at=utc_now() + REFRESH_LIFETIME)
    session.add(opened)
    session.flush()
    tokens = new_tokens(session=session, user_id=user_id, session_id=opened.id)
    session.commit()
    return tokens


def new_tokens(*, session: Session, user_id: UUID, session_id: UUID) -> Tokens:
    """Make a pair of tokens for a login."""
    token = new_secret()
    expires_at = utc_now() + REFRESH_LIFETIME
    session.add(RefreshToken(session_id=session_id, digest=digest(token), expires_at=expires_at))
    return Tokens(access_token=issue_access_token(user_id, session_id), refresh_token=token)


def refresh(*, session: Session, refresh_token: str) -> Tokens:
    """Exchange a refresh token for new tokens; one that comes twice ends the login (RFC 9700).

    Raises:
        Unauthenticated: the token is no longer good.
    """
    session_id = session.scalar(queries.spend_refresh_token(digest(refresh_token)))
    if session_id is None:
        end_stolen_session(session=session, refresh_token=refresh_token)
        raise Unauthenticated
    user = session.scalar(queries.user_of_session(session_id))
    if user is None:
        raise Unauthenticated
    session.execute(queries.prolong_session(session_id, utc_now() + REFRESH_LIFETIME))
    tokens = new_tokens(session=session, user_id=user.id, session_id=session_id)
    session.commit()
    return tokens


def end_stolen_session(*, session: Session, refresh_token: str) -> None:
    """End the login of a token that was used before: someone else may hold the newer one."""
    session_id = session.scalar(queries.session_of_refresh_token(digest(refresh_token)))
    if session_id:
        session.execute(queries.revoke_session(session_id))
        session.commit()


def logout(*, session: Session, user: User, refresh_token: str) -> None:
    """End the login that a refresh token belongs to, if it is the user's own."""
    session_id = session.scalar(queries.session_of_refresh_token(digest(refresh_token)))
    if session_id:
        session.execute(queries.revoke_session(session_id, user.id))
        session.commit()


def forgot_password(*, session: Session, email: str) -> None:
    """Mail a link that sets a new password, if there is such an account."""
    user = session.scalar(user_by_email(email))
    if user is None or not user.is_active:
        return
    token = new_one_time_token(session=session, user=user, purpose=Purpose.RESET)
    session.commit()
    send(messages.reset_password(to=email, public_url=get_settings().public_url, token=token))


def reset_password(*, session: Session, token: str, password: str) -> None:
    """Set a new password by the token of a mail, which also confirms the address; end every login.

    Raises:
        InvalidToken: the token is no longer good.
        Invalid: the password is the address itself.
    """
    password_hash = hash_password(password)
    user = spend_one_time_token(session=session, token=token, purpose=Purpose.RESET)
    refuse_weak_password(password, user.email, field="password")
    user.password_hash = password_hash
    user.email_verified = True
    session.execute(queries.revoke_sessions(user.id))
    session.commit()


def change_password(
    *, session: Session, user: User, session_id: UUID, current_password: str, new_password: str
) -> None:
    """Set a new password for who knows the present one; end every other login.

    Args:
        session: the database session.
        user: whose password.
        session_id: the login that goes on.
        current_password: the present password.
        new_password: the one to set.

    Raises:
        Invalid: the present password is wrong, or the new one is the address itself.
    """
    session.commit()
    refuse_weak_password(new_password, user.email, field="new_password")
    right, _ = verify_password(current_password, user.password_hash)
    if not right:
        message = "This is not your present password."
        error = FieldError(field="current_password", code="wrong-password", message=message)
        raise Invalid(errors=[error])
    user.password_hash = hash_password(new_password)
    session.execute(queries.revoke_sessions(user.id, but=session_id))
    session.commit()
