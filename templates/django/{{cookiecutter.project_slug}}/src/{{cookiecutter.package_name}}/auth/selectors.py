"""Read sessions and one-time tokens."""

from uuid import UUID

from django.utils import timezone

from ..errors import Unauthenticated
from ..tokens import digest
from .errors import InvalidToken
from .models import OneTimeToken, Session


def get_live_session(*, session_id: UUID, user_id: UUID) -> Session:
    """Find a session and its user, in one query.

    Raises:
        Unauthenticated: it was ended or has expired, or its user was disabled or deleted.
    """
    sessions = Session.objects.select_related("user")
    try:
        return sessions.get(
            pk=session_id,
            user_id=user_id,
            user__is_active=True,
            revoked_at=None,
            expires_at__gt=timezone.now(),
        )
    except Session.DoesNotExist as error:
        raise Unauthenticated from error


def get_one_time_token(*, token: str, purpose: OneTimeToken.Purpose) -> OneTimeToken:
    """Find the token of a link in a mail, and its user.

    Raises:
        InvalidToken: it is none of ours, is for something else, was used, or has expired.
    """
    tokens = OneTimeToken.objects.select_related("user")
    try:
        return tokens.get(
            digest=digest(token), purpose=purpose, used_at=None, expires_at__gt=timezone.now()
        )
    except OneTimeToken.DoesNotExist as error:
        raise InvalidToken from error
