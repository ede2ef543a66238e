"""Set new passwords: forgotten ones by mail, known ones by the old one."""

from uuid import UUID

from sqlalchemy.orm import Session

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


def forgot_password(*, session: Session, email: str) -> Message | None:
    """Make the mail with a link that sets a new password, if there is such an account."""
    user = session.scalar(user_by_email(email))
    if user is None or not user.is_active:
        return None
    token = new_reset_token(session=session, user=user)
    session.commit()
    record(Event.PASSWORD_RESET_REQUESTED, user_id=user.id)
    return messages.reset_password(to=email, public_url=get_settings().public_url, token=token)


def reset_password(*, session: Session, throttle: Throttle, token: str, password: str) -> None:
    """Set a new password by the token of a mail, which also confirms the address; end every login.

    Raises:
        InvalidToken: the token is no longer good.
        Invalid: the password is the address itself, or a common one.
        TooManyRequests: too many tried to.
    """
    throttle.count(Action.RESET_PASSWORD)
    password_hash = hash_password(password)
    user, _ = spend_one_time_token(session=session, token=token, purpose=Purpose.RESET)
    refuse_weak_password(password, user.email, field="password")
    user.password_hash = password_hash
    user.email_verified = True
    session.execute(queries.revoke_sessions(user.id))
    session.commit()
    record(Event.PASSWORD_RESET, user_id=user.id)
    throttle.open_login(user.email)


def change_password(
    *,
    session: Session,
    throttle: Throttle,
    user: User,
    session_id: UUID,
    change: PasswordChange,
) -> None:
    """Set a new password for who knows the present one; end every other login.

    Args:
        session: the database session.
        throttle: counts those that are wrong.
        user: whose password.
        session_id: the login that goes on.
        change: the present password, and the one to set.

    Raises:
        Invalid: the present password is wrong; the new one is the address itself, or a common one.
        TooManyRequests: too many were wrong.
    """
    session.commit()
    refuse_weak_password(change.new_password, user.email, field="new_password")
    counted = throttle.count(Action.CHANGE_PASSWORD, address=user.email, user_id=user.id)
    right, _ = verify_password(change.current_password, user.password_hash)
    if not right:
        record(Event.PASSWORD_CHANGE_FAILED, user_id=user.id)
        raise WrongPassword
    throttle.give_back(counted)
    password_hash = hash_password(change.new_password)
    if session.scalar(unchanged_user(user.id, user.password_hash)) is None:
        # Another request changed it in the meantime
        raise WrongPassword
    user.password_hash = password_hash
    session.execute(queries.revoke_sessions(user.id, but=session_id))
    session.commit()
    record(Event.PASSWORD_CHANGED, user_id=user.id)
