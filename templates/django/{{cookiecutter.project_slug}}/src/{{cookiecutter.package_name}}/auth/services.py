"""Let people in: registration, links that confirm an address, sessions."""

import time
from dataclasses import dataclass

from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.utils import timezone

from .. import audit, outbox
from ..audit import Event
from ..environment import get_settings
from ..errors import EmailNotVerified, Unauthenticated
from ..throttle import Action
from ..tokens import ACCESS_LIFETIME, REFRESH_LIFETIME, digest, issue_access_token, new_secret
from ..users.models import User
from ..users.selectors import lock_unchanged
from ..users.validators import check_password_rules
from . import messages
from .errors import WrongCredentials
from .models import OneTimeToken, RefreshToken, Session, ThrottleWindow
from .one_time import new_one_time_token, spend_one_time_token, void_one_time_tokens
from .throttling import attempt, attempt_login, remember_client

Purpose = OneTimeToken.Purpose


@dataclass(frozen=True)
class TokenPair:
    """Hold a short-lived token for requests, and a long-lived one to get the next pair."""

    access_token: str
    refresh_token: str
    token_type: str = "bearer"  # noqa: S105 - the name of the kind (RFC 6750)
    expires_in: int = int(ACCESS_LIFETIME.total_seconds())


def register(*, email: str, password: str, client: str, name: str | None = None) -> None:
    """Make an account, or tell the owner of a taken address so; the caller learns neither.

    Args:
        email: the folded address.
        password: the password in plain text.
        client: the caller's address.
        name: how the person wants to be called.

    Raises:
        TooManyRequests: it was tried too often.
        Invalid: the password breaks a rule.
        Unavailable: nobody takes the mail.
    """
    check_password_rules(password, user=User(email=email), field="password")
    attempt(Action.REGISTER, client=client, address=email)
    password_hash = make_password(password)
    with transaction.atomic():
        user, created = User.objects.select_for_update().get_or_create(
            email=email, defaults={"password": password_hash, "name": name}
        )
        if user.email_verified:
            url = get_settings().public_url
            outbox.post(messages.already_registered(to=user.email, public_url=url))
        else:
            confirm(user, password_hash=password_hash, name=name)
    if created:
        audit.record(Event.REGISTERED, user_id=user.pk)


def confirm(user: User, *, password_hash: str, name: str | None) -> None:
    """Mail a link that confirms the address, and with it this registration among several."""
    # Until one is confirmed, the newest counts
    user.password = password_hash
    user.save(update_fields=["password", "updated_at"])
    token = new_one_time_token(user, Purpose.VERIFY, password_hash=password_hash, name=name)
    url = get_settings().public_url
    outbox.post(messages.confirm_address(to=user.email, public_url=url, token=token))


def verify_email(*, token: str, client: str) -> None:
    """Confirm an address; the password of the account is that of the registration confirmed.

    Raises:
        TooManyRequests: it was tried too often.
        InvalidToken: it is not the token of a link that is still good.
    """
    attempt(Action.VERIFY_EMAIL, client=client)
    with transaction.atomic():
        link = spend_one_time_token(token=token, purpose=Purpose.VERIFY)
        user = link.user
        if link.password_hash and not user.email_verified:
            user.password, user.name = link.password_hash, link.name
        user.email_verified = True
        user.save(update_fields=["password", "name", "email_verified", "updated_at"])
        void_one_time_tokens(user, Purpose.VERIFY)
    audit.record(Event.EMAIL_VERIFIED, user_id=user.pk)


def log_in(*, email: str, password: str, client: str) -> TokenPair:
    """Open a session.

    Raises:
        TooManyRequests: a wrong pair was sent too often.
        WrongCredentials: no active account has this pair.
        EmailNotVerified: the pair is right, but the address was never confirmed.
    """
    user = check_credentials(email=email, password=password, client=client)
    with transaction.atomic():
        if not lock_unchanged(user):
            raise WrongCredentials
        session = Session.objects.create(user=user, expires_at=timezone.now() + REFRESH_LIFETIME)
        return make_pair(session)


def check_credentials(*, email: str, password: str, client: str, staff: bool = False) -> User:
    """Find who has an address and a password.

    Args:
        email: the folded address.
        password: the password in plain text.
        client: the caller's address.
        staff: whether it has to be an administrator.

    Raises:
        TooManyRequests: a wrong pair was sent too often.
        WrongCredentials: no active account has this pair.
        EmailNotVerified: the pair is right, but the address was never confirmed.
    """
    tried = attempt_login(client=client, address=email)
    user = authenticate(email=email, password=password)
    if not isinstance(user, User) or (staff and not user.is_staff):
        record_failure(email)
        raise WrongCredentials
    if not user.email_verified:
        record_failure(email)
        raise EmailNotVerified
    tried.give_back()
    remember_client(client=client, address=email)
    audit.record(Event.LOGIN_SUCCEEDED, user_id=user.pk)
    return user


def record_failure(email: str) -> None:
    """Record whose account somebody could not log in to."""
    user_id = User.objects.filter(email=email).values_list("pk", flat=True).first()
    audit.record(Event.LOGIN_FAILED, user_id=user_id)


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
        audit.record(Event.REFRESH_TOKEN_REUSED, user_id=token.session.user_id)
        raise Unauthenticated
    return pair


@transaction.atomic
def rotate(token: RefreshToken) -> TokenPair | None:
    """Use a refresh token up and make the next pair; None if it was used before.

    Raises:
        Unauthenticated: the session was ended meanwhile.
    """
    now = timezone.now()
    unused = RefreshToken.objects.filter(pk=token.pk, used_at=None, expires_at__gt=now)
    if not unused.update(used_at=now):
        return None
    token.session.expires_at = now + REFRESH_LIFETIME
    live = Session.objects.filter(pk=token.session_id, revoked_at=None)
    if not live.update(expires_at=token.session.expires_at):
        raise Unauthenticated
    return make_pair(token.session)


def log_out(*, user: User, refresh_token: str) -> None:
    """End the session of a refresh token, if it is the user's own."""
    sessions = Session.objects.filter(user=user, refresh_tokens__digest=digest(refresh_token))
    for session in sessions:
        revoke(session)
        audit.record(Event.LOGGED_OUT, user_id=user.pk)


def revoke(session: Session) -> None:
    """End one session."""
    Session.objects.filter(pk=session.pk, revoked_at=None).update(revoked_at=timezone.now())


def revoke_sessions(user: User, *, but: Session | None = None) -> None:
    """End the sessions of a user, all or all but one."""
    sessions = Session.objects.filter(user=user, revoked_at=None)
    kept = [but.pk] if but else []
    sessions.exclude(pk__in=kept).update(revoked_at=timezone.now())


def delete_expired() -> None:
    """Delete what nobody can use any more, because its time has passed."""
    expiring: tuple[type[models.Model], ...] = (Session, RefreshToken, OneTimeToken)
    for model in expiring:
        model._default_manager.filter(expires_at__lt=timezone.now()).delete()  # noqa: SLF001 - public by Django's documentation
    ThrottleWindow.objects.filter(expires_at__lt=time.time()).delete()
