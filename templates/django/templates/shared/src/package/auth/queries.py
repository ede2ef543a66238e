"""Name the statements about sessions and tokens.

What may happen once only is one `UPDATE` that finds its row unused: of two at once one finds none.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Delete, Select, Update, bindparam, delete, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from ..orm import utc_now
from ..users.models import User
from .models import LoginSession, OneTimeToken, Purpose, RefreshToken, ThrottleWindow

# Built once: it runs with every request
CALLER = (
    select(User)
    .join(LoginSession, LoginSession.user_id == User.id)
    .where(
        User.id == bindparam("user_id"),
        User.is_active,
        LoginSession.id == bindparam("session_id"),
        LoginSession.revoked_at.is_(None),
        LoginSession.expires_at > bindparam("now"),
    )
)


def user_of_session(session_id: UUID) -> Select[User]:
    """Select the user whose session this is, if both are still good."""
    return (
        select(User)
        .join(LoginSession, LoginSession.user_id == User.id)
        .where(
            LoginSession.id == session_id,
            LoginSession.revoked_at.is_(None),
            LoginSession.expires_at > utc_now(),
            User.is_active,
        )
    )


def spend_refresh_token(digest: str) -> ReturningUpdate[UUID]:
    """Use a refresh token up; returns the session it belongs to."""
    return (
        update(RefreshToken)
        .where(
            RefreshToken.digest == digest,
            RefreshToken.used_at.is_(None),
            RefreshToken.expires_at > utc_now(),
        )
        .values(used_at=utc_now())
        .returning(RefreshToken.session_id)
    )


def session_of_refresh_token(digest: str) -> Select[UUID]:
    """Select the session of a refresh token, used or not."""
    return select(RefreshToken.session_id).where(RefreshToken.digest == digest)


def session_of_used_token(digest: str) -> Select[LoginSession]:
    """Select the session of a refresh token that was used before."""
    return (
        select(LoginSession)
        .join(RefreshToken, RefreshToken.session_id == LoginSession.id)
        .where(RefreshToken.digest == digest, RefreshToken.used_at.is_not(None))
    )


def prolong_session(session_id: UUID, until: datetime) -> Update:
    """Let a session live on."""
    return update(LoginSession).where(LoginSession.id == session_id).values(expires_at=until)


def revoke_session(session_id: UUID, user_id: UUID | None = None) -> Update:
    """End a session; of this user only, where one is named."""
    statement = update(LoginSession).where(
        LoginSession.id == session_id, LoginSession.revoked_at.is_(None)
    )
    if user_id:
        statement = statement.where(LoginSession.user_id == user_id)
    return statement.values(revoked_at=utc_now())


def revoke_sessions(user_id: UUID, *, but: UUID | None = None) -> Update:
    """End every session of a user, but for one where it is named."""
    statement = update(LoginSession).where(
        LoginSession.user_id == user_id, LoginSession.revoked_at.is_(None)
    )
    if but:
        statement = statement.where(LoginSession.id != but)
    return statement.values(revoked_at=utc_now())


def owner_of_one_time_token(digest: str, purpose: Purpose) -> Select[User]:
    """Select whose the token of a mail is, locked, so that of two links one is used at a time."""
    return (
        select(User)
        .join(OneTimeToken, OneTimeToken.user_id == User.id)
        .where(OneTimeToken.digest == digest, OneTimeToken.purpose == purpose)
        .with_for_update(of=User)
        .execution_options(populate_existing=True)
    )


def spend_one_time_token(digest: str, purpose: Purpose) -> ReturningUpdate[OneTimeToken]:
    """Use the token of a mail up; returns it."""
    return (
        update(OneTimeToken)
        .where(
            OneTimeToken.digest == digest,
            OneTimeToken.purpose == purpose,
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > utc_now(),
        )
        .values(used_at=utc_now())
        .returning(OneTimeToken)
    )


def void_one_time_tokens(user_id: UUID, *purposes: Purpose) -> Update:
    """Make the unused tokens of a user's earlier mails useless."""
    return (
        update(OneTimeToken)
        .where(
            OneTimeToken.user_id == user_id,
            OneTimeToken.purpose.in_(purposes),
            OneTimeToken.used_at.is_(None),
        )
        .values(used_at=utc_now())
    )


def delete_expired() -> Iterator[Delete]:
    """Delete what nobody can use any more, because its time has passed."""
    for model in (LoginSession, RefreshToken, OneTimeToken):
        yield delete(model).where(model.expires_at < utc_now())
    yield delete(ThrottleWindow).where(ThrottleWindow.expires_at < int(utc_now().timestamp()))
