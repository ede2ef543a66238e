"""Register, log in and out.

Hashing takes as long as many queries: it happens before a transaction, never within one.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

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
    expires_in: int = int(ACCESS_LIFETIME.total_seconds())


def register(
    *,
    session: Session,
    throttle: Throttle,
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
    throttle.count(Action.REGISTER, address=email)
    password_hash = hash_password(password)
    user = create_user(session=session, email=email, password_hash=password_hash, name=name)
    if user is None:
        user = session.scalars(locked_user_by_email(email)).one()
    url = get_settings().public_url
    if user.email_verified:
        session.commit()
        return messages.already_registered(to=email, public_url=url)
    user.password_hash = password_hash
    token = new_verify_token(session=session, user=user, name=name)
    session.commit()
    record(Event.REGISTERED, user_id=user.id)
    return messages.confirm_address(to=email, public_url=url, token=token)


def verify_email(*, session: Session, throttle: Throttle, token: str) -> None:
    """Confirm the address that a token was mailed to, with the password that went with it.

    Raises:
        InvalidToken: the token is no longer good.
        TooManyRequests: too many tried to.
    """
    throttle.count(Action.VERIFY_EMAIL)
    user, spent = spend_one_time_token(session=session, token=token, purpose=Purpose.VERIFY)
    if not user.email_verified:
        user.password_hash = spent.password_hash or user.password_hash
        user.name = spent.name
        user.email_verified = True
    session.execute(queries.void_one_time_tokens(user.id, Purpose.VERIFY))
    session.commit()
    record(Event.EMAIL_VERIFIED, user_id=user.id)


def login(*, session: Session, throttle: Throttle, email: str, password: str) -> Tokens:
    """Exchange an address and its password for tokens.

    Raises:
        WrongCredentials: they do not belong together, or the account is disabled.
        EmailNotVerified: they do, but the address was never confirmed.
        TooManyRequests: too many were wrong.
    """
    counted = throttle.count(Action.LOGIN, address=email)
    user = session.scalar(user_by_email(email))
    session.commit()
    right, renewed_hash = verify_password(password, user.password_hash if user else None)
    if user is None or not right or not user.is_active:
        record(Event.LOGIN_FAILED, user_id=user.id if user else None)
        raise WrongCredentials
    if not user.email_verified:
        record(Event.LOGIN_FAILED, user_id=user.id)
        raise EmailNotVerified
    throttle.give_back(counted)
    throttle.remember_client(email)
    if session.scalar(unchanged_user(user.id, user.password_hash)) is None:
        # Another request changed the password, or disabled the account, in the meantime
        raise WrongCredentials
    if renewed_hash:
        user.password_hash = renewed_hash
    tokens = open_session(session=session, user_id=user.id)
    record(Event.LOGIN_SUCCEEDED, user_id=user.id)
    return tokens


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
    """End the login of a token that was used before: its user or a thief holds a newer one."""
    stolen = session.scalar(queries.session_of_used_token(digest(refresh_token)))
    if stolen:
        session.execute(queries.revoke_session(stolen.id))
        session.commit()
        record(Event.REFRESH_TOKEN_REUSED, user_id=stolen.user_id)


def logout(*, session: Session, user: User, refresh_token: str) -> None:
    """End the login that a refresh token belongs to, if it is the user's own."""
    session_id = session.scalar(queries.session_of_refresh_token(digest(refresh_token)))
    if session_id:
        session.execute(queries.revoke_session(session_id, user.id))
        session.commit()
        record(Event.LOGGED_OUT, user_id=user.id)
