"""Let people in: registration, links in mails, sessions, passwords."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import outbox
from ..environment import get_settings
from ..errors import EmailNotVerified, FieldError, Invalid, Unauthenticated
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
from ..users.validators import check_password_rules
from . import messages
from .errors import InvalidToken, WrongCredentials
from .models import OneTimeToken, RefreshToken, Session
from .selectors import get_one_time_token

Purpose = OneTimeToken.Purpose


@dataclass(frozen=True)
class TokenPair:
    """Hold a short-lived token for requests, and a long-lived one to get the next pair."""

    access_token: str
    refresh_token: str
    token_type: str = "bearer"  # noqa: S105 - the name of the kind (RFC 6750)
    expires_in: int = int(ACCESS_LIFETIME.total_seconds())


def register(*, email: str, password: str, name: str | None = None) -> None:
    """Make an account, or tell the owner of a taken address so; the caller learns neither.

    Args:
        email: the folded address.
        password: the password in plain text.
        name: how the person wants to be called.

    Raises:
        Invalid: the password breaks a rule.
    """
    user = User(email=email, name=name)
    check_password_rules(password, user=user, field="password")
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            mail_verification(user)
    except IntegrityError:
        remind(email)


@transaction.atomic
def remind(email: str) -> None:
    """Tell the owner of a taken address that somebody registered it again."""
    user = User.objects.filter(email=email).first()
    if user is None:
        return
    if user.email_verified:
        url = get_settings().public_url
        outbox.post(messages.already_registered(to=user.email, public_url=url))
    else:
        mail_verification(user)


def mail_verification(user: User) -> None:
    """Mail a link that confirms the address."""
    token = make_one_time_token(user, Purpose.VERIFY, VERIFY_LIFETIME)
    url = get_settings().public_url
    outbox.post(messages.confirm_address(to=user.email, public_url=url, token=token))


@transaction.atomic
def forgot_password(*, email: str) -> None:
    """Mail a link that sets a new password, if there is such an account."""
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None:
        return
    token = make_one_time_token(user, Purpose.RESET, RESET_LIFETIME)
    url = get_settings().public_url
    outbox.post(messages.reset_password(to=user.email, public_url=url, token=token))


def make_one_time_token(user: User, purpose: Purpose, lifetime: timedelta) -> str:
    """Store the digest of a new token, and return the token."""
    token = new_secret()
    OneTimeToken.objects.create(
        user=user, purpose=purpose, digest=digest(token), expires_at=timezone.now() + lifetime
    )
    return token


def use_up(token: OneTimeToken) -> None:
    """Mark a token as used, of many at once only one.

    Raises:
        InvalidToken: another request was faster.
    """
    unused = OneTimeToken.objects.filter(pk=token.pk, used_at=None)
    if not unused.update(used_at=timezone.now()):
        raise InvalidToken


@transaction.atomic
def verify_email(*, token: str) -> None:
    """Confirm an address.

    Raises:
        InvalidToken: it is not the token of a link that is still good.
    """
    found = get_one_time_token(token=token, purpose=Purpose.VERIFY)
    use_up(found)
    found.user.email_verified = True
    found.user.save(update_fields=["email_verified", "updated_at"])


def reset_password(*, token: str, password: str) -> None:
    """Set a new password by the link of a mail, and end every session.

    Raises:
        InvalidToken: it is not the token of a link that is still good.
        Invalid: the password breaks a rule; the token stays good.
    """
    found = get_one_time_token(token=token, purpose=Purpose.RESET)
    user = found.user
    check_password_rules(password, user=user, field="password")
    user.set_password(password)
    with transaction.atomic():
        use_up(found)
        # The mail arrived, so the address is confirmed too
        user.email_verified = True
        user.save(update_fields=["password", "email_verified", "updated_at"])
        revoke_sessions(user)


def change_password(
    *, user: User, session: Session, current_password: str, new_password: str
) -> None:
    """Set a new password, and end every other session.

    Raises:
        Invalid: the current password is wrong, or the new one breaks a rule.
    """
    if not user.check_password(current_password):
        wrong = FieldError(
            field="current_password", code="wrong-password", message="This is not your password."
        )
        raise Invalid(errors=[wrong])
    check_password_rules(new_password, user=user, field="new_password")
    user.set_password(new_password)
    with transaction.atomic():
        user.save(update_fields=["password", "updated_at"])
        revoke_sessions(user, but=session)


def log_in(*, email: str, password: str) -> TokenPair:
    """Open a session.

    Raises:
        WrongCredentials: no active account has this pair.
        EmailNotVerified: the pair is right, but the address was never confirmed.
    """
    user = authenticate(email=email, password=password)
    if not isinstance(user, User):
        raise WrongCredentials
    if not user.email_verified:
        raise EmailNotVerified
    with transaction.atomic():
        session = Session.objects.create(user=user, expires_at=timezone.now() + REFRESH_LIFETIME)
        return make_pair(session)


def make_pair(session: Session) -> TokenPair:
    """Make the next pair of tokens of a session."""
    token = new_secret()
    RefreshToken.objects.create(
        session=session, digest=digest(token), expires_at=session.expires_at
    )
    return TokenPair(issue_access_token(session.user_id, session.pk), token)


def refresh(*, refresh_token: str) -> TokenPair:
    """Exchange a refresh token for the next pair; one that comes twice ends its session.

    Raises:
        Unauthenticated: the token is none of ours, was used, or has ended.
    """
    tokens = RefreshToken.objects.select_related("session__user")
    token = tokens.filter(digest=digest(refresh_token)).first()
    if token is None or not token.session.is_live or not token.session.user.is_active:
        raise Unauthenticated
    pair = rotate(token)
    if pair is None:
        # Whoever came second may be the thief, or the one who was robbed
        revoke(token.session)
        raise Unauthenticated
    return pair


@transaction.atomic
def rotate(token: RefreshToken) -> TokenPair | None:
    """Use a refresh token up and make the next pair; None if it was used before."""
    now = timezone.now()
    unused = RefreshToken.objects.filter(pk=token.pk, used_at=None, expires_at__gt=now)
    if not unused.update(used_at=now):
        return None
    token.session.expires_at = now + REFRESH_LIFETIME
    token.session.save(update_fields=["expires_at"])
    return make_pair(token.session)


def log_out(*, user: User, refresh_token: str) -> None:
    """End the session of a refresh token, if it is the user's own."""
    sessions = Session.objects.filter(user=user, refresh_tokens__digest=digest(refresh_token))
    for session in sessions:
        revoke(session)


def revoke(session: Session) -> None:
    """End one session."""
    Session.objects.filter(pk=session.pk, revoked_at=None).update(revoked_at=timezone.now())


def revoke_sessions(user: User, *, but: Session | None = None) -> None:
    """End the sessions of a user, all or all but one."""
    sessions = Session.objects.filter(user=user, revoked_at=None)
    kept = [but.pk] if but else []
    sessions.exclude(pk__in=kept).update(revoked_at=timezone.now())
