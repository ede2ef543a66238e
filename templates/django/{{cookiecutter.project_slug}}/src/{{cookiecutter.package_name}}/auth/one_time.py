"""Make and use up the tokens of the links in mails."""

from django.utils import timezone

from ..tokens import RESET_LIFETIME, VERIFY_LIFETIME, digest, new_secret
from ..users.models import User
from .errors import InvalidToken
from .models import OneTimeToken
from .selectors import get_one_time_token

Purpose = OneTimeToken.Purpose
LIFETIMES = {Purpose.VERIFY: VERIFY_LIFETIME, Purpose.RESET: RESET_LIFETIME}


def new_one_time_token(
    user: User, purpose: Purpose, *, password_hash: str | None = None, name: str | None = None
) -> str:
    """Store the digest of a new token, and return the token.

    Args:
        user: whose address the link goes to.
        purpose: what the link is for.
        password_hash: the password of the registration that the link confirms.
        name: the name of the registration that the link confirms.
    """
    token = new_secret()
    OneTimeToken.objects.create(
        user=user,
        purpose=purpose,
        digest=digest(token),
        expires_at=timezone.now() + LIFETIMES[purpose],
        password_hash=password_hash,
        name=name,
    )
    return token


def spend_one_time_token(*, token: str, purpose: Purpose) -> OneTimeToken:
    """Use a token up, of many at once only one; its user is locked until the transaction ends.

    Raises:
        InvalidToken: it is not the token of a link that is still good, or another was faster.
    """
    found = get_one_time_token(token=token, purpose=purpose)
    # The user first, so that two links of one user never wait crosswise
    user = User.objects.select_for_update().filter(pk=found.user_id).first()
    unused = OneTimeToken.objects.filter(pk=found.pk, used_at=None)
    if user is None or not unused.update(used_at=timezone.now()):
        raise InvalidToken
    found.user = user
    return found


def void_one_time_tokens(user: User, *purposes: Purpose) -> None:
    """Make the links of earlier mails to a user useless."""
    unused = OneTimeToken.objects.filter(user=user, purpose__in=purposes, used_at=None)
    unused.update(used_at=timezone.now())
