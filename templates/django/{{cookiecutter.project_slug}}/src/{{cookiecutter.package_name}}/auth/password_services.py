"""Set new passwords: forgotten ones by mail, known ones by the present one."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from .. import audit
from ..audit import Event
from ..background import run_soon
from ..environment import get_settings
from ..errors import FieldError, Invalid
from ..outbox import send
from ..throttle import Action
from ..users.models import User
from ..users.selectors import lock_unchanged
from ..users.validators import check_password_rules
from . import messages
from .models import OneTimeToken, Session
from .one_time import new_one_time_token, spend_one_time_token, void_one_time_tokens
from .selectors import get_one_time_token
from .services import revoke_sessions
from .throttling import attempt, reopen_login

Purpose = OneTimeToken.Purpose


class WrongPassword(Invalid):
    """The present password is another one."""

    def __init__(self) -> None:
        """Name the field."""
        message = "This is not your present password."
        error = FieldError(field="current_password", code="wrong-password", message=message)
        super().__init__(errors=[error])


def forgot_password(*, email: str, client: str) -> None:
    """Have a link mailed that sets a new password; whether there is an account is seen to later.

    Raises:
        TooManyRequests: it was asked for too often.
        Unavailable: nobody takes the job.
    """
    attempt(Action.FORGOT_PASSWORD, client=client, address=email)
    run_soon("mail_reset_link", email=email)


def mail_reset_link(*, email: str) -> None:
    """Mail a link that sets a new password, if there is such an account.

    Raises:
        OSError: the mail server does not take it.
    """
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None:
        return
    token = new_one_time_token(user, Purpose.RESET)
    audit.record(Event.PASSWORD_RESET_REQUESTED, user_id=user.pk)
    url = get_settings().public_url
    send(messages.reset_password(to=user.email, public_url=url, token=token))


def reset_password(*, token: str, password: str, client: str) -> None:
    """Set a new password by the link of a mail, which confirms the address; end every session.

    Raises:
        TooManyRequests: it was tried too often.
        InvalidToken: it is not the token of a link that is still good.
        Invalid: the password breaks a rule; the token stays good.
    """
    attempt(Action.RESET_PASSWORD, client=client)
    user = get_one_time_token(token=token, purpose=Purpose.RESET).user
    check_password_rules(password, user=user, field="password")
    password_hash = make_password(password)
    with transaction.atomic():
        user = spend_one_time_token(token=token, purpose=Purpose.RESET).user
        user.email_verified = True
        user.save(update_fields=["email_verified"])
        store_password(user, password_hash)
        end_access(user)
    reopen_login(address=user.email)
    audit.record(Event.PASSWORD_RESET, user_id=user.pk)


def change_password(
    *, user: User, session: Session, current_password: str, new_password: str, client: str
) -> None:
    """Set a new password for who knows the present one; end every other session.

    Args:
        user: whose password.
        session: the session that goes on.
        current_password: the present password.
        new_password: the one to set.
        client: the caller's address.

    Raises:
        TooManyRequests: a wrong password was sent too often.
        Invalid: the present password is wrong, or the new one breaks a rule.
    """
    check_password_rules(new_password, user=user, field="new_password")
    tried = attempt(Action.CHANGE_PASSWORD, client=client, address=user.email, user_id=user.pk)
    if not user.check_password(current_password):
        audit.record(Event.PASSWORD_CHANGE_FAILED, user_id=user.pk)
        raise WrongPassword
    tried.give_back()
    password_hash = make_password(new_password)
    with transaction.atomic():
        if not lock_unchanged(user):
            raise WrongPassword
        store_password(user, password_hash)
        end_access(user, but=session)
    audit.record(Event.PASSWORD_CHANGED, user_id=user.pk)


def store_password(user: User, password_hash: str) -> None:
    """Store a password that is allowed."""
    user.password = password_hash
    user.save(update_fields=["password", "updated_at"])


def end_access(user: User, *, but: Session | None = None) -> None:
    """End what an old password, or a link that was mailed before, gives access to.

    Args:
        user: whose password was changed.
        but: the session that goes on.
    """
    void_one_time_tokens(user, Purpose.VERIFY, Purpose.RESET)
    revoke_sessions(user, but=but)
