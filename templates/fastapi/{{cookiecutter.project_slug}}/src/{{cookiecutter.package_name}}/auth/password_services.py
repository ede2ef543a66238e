"""Set new passwords: forgotten ones by mail, known ones by the old one."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from ..audit import Event, record
from ..errors import FieldError, Invalid
from ..hashing import hash_password, verify_password
from ..passwords import refuse_weak_password
from ..settings import get_settings
from ..throttle import Action
from ..users.models import User
from ..users.queries import unchanged_user, user_by_email
from . import messages, queries
from .messages import Message
from .models import Purpose
from .one_time import new_reset_token, spend_one_time_token
from .schemas import PasswordChange
from .throttling import Throttle


class WrongPassword(Invalid):
    """The present password is another one."""

    def __init__(self) -> None:
        """Name the field."""
        message = "This is not your present password."
        error = FieldError(field="current_password", code="wrong-password", message=message)
        super().__init__(errors=[error])


async def forgot_password(*, db: AsyncSession, email: str) -> Message | None:
    """Make the mail with a link that sets a new password, if there is such an account."""
    user = await db.scalar(user_by_email(email))
    if user is None or not user.is_active:
        return None
    token = await new_reset_token(db=db, user=user)
    await db.commit()
    record(Event.PASSWORD_RESET_REQUESTED, user_id=user.id)
    return messages.reset_password(to=email, public_url=get_settings().public_url, token=token)


async def reset_password(
    *, db: AsyncSession, attempts: Throttle, token: str, password: str
) -> None:
    """Set a new password by the token of a mail, which also confirms the address; end every login.

    Raises:
        InvalidToken: the token is no longer good.
        Invalid: the password is the address itself, or a common one.
        TooManyRequests: too many tried to.
    """
    await attempts.count(Action.RESET_PASSWORD)
    password_hash = await hash_password(password)
    user, _ = await spend_one_time_token(db=db, token=token, purpose=Purpose.RESET)
    refuse_weak_password(password, user.email, field="password")
    user.password_hash = password_hash
    user.email_verified = True
    await db.execute(queries.revoke_sessions(user.id))
    await db.commit()
    record(Event.PASSWORD_RESET, user_id=user.id)
    await attempts.open_login(user.email)


async def change_password(
    *,
    db: AsyncSession,
    attempts: Throttle,
    user: User,
    session_id: UUID,
    change: PasswordChange,
) -> None:
    """Set a new password for who knows the present one; end every other login.

    Args:
        db: the database session.
        attempts: counts those that are wrong.
        user: whose password.
        session_id: the login that goes on.
        change: the present password, and the one to set.

    Raises:
        Invalid: the present password is wrong; the new one is the address itself, or a common one.
        TooManyRequests: too many were wrong.
    """
    await db.commit()
    refuse_weak_password(change.new_password, user.email, field="new_password")
    counted = await attempts.count(Action.CHANGE_PASSWORD, address=user.email, user_id=user.id)
    seen = user.password_hash
    right, _ = await verify_password(change.current_password, seen)
    if not right:
        record(Event.PASSWORD_CHANGE_FAILED, user_id=user.id)
        raise WrongPassword
    await attempts.give_back(counted)
    password_hash = await hash_password(change.new_password)
    unchanged = await db.scalar(unchanged_user(user.id, seen))
    if unchanged is None:
        raise WrongPassword
    unchanged.password_hash = password_hash
    await db.execute(queries.revoke_sessions(user.id, but=session_id))
    await db.commit()
    record(Event.PASSWORD_CHANGED, user_id=user.id)
