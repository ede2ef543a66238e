"""Change and remove users."""

from collections.abc import Iterable

from django.db import transaction

from .. import audit
from ..audit import Event
from ..auth.services import revoke_sessions
from .errors import LastAdmin
from .models import Role, User
from .selectors import active_admins
from .validators import check_password_rules

# What is recorded with its value; names and addresses are not
RECORDED = {"role", "is_active"}


def update_user(*, user: User, actor: User, **changes: str | bool | None) -> User:
    """Change the fields of a user that are named.

    Args:
        user: whose account.
        actor: who changes it.
        changes: the fields and their values.

    Raises:
        LastAdmin: no active administrator would be left.
    """
    with transaction.atomic():
        was_admin = is_admin(user)
        for field, value in changes.items():
            setattr(user, field, value)
        if was_admin and not is_admin(user):
            keep_an_admin(user)
        user.save(update_fields=[*changes, "updated_at"])
        if not user.is_active:
            revoke_sessions(user)
    if actor != user:
        record_change(user=user, actor=actor, fields=changes)
    return user


def record_change(*, user: User, actor: User, fields: Iterable[str]) -> None:
    """Record what an administrator changed, and what somebody may do now."""
    changed = sorted(fields)
    telling = {field: getattr(user, field) for field in changed if field in RECORDED}
    audit.record(
        Event.USER_CHANGED, user_id=user.pk, actor_id=str(actor.pk), fields=changed, **telling
    )


def delete_user(*, user: User, actor: User) -> None:
    """Remove a user and all that is the user's own.

    Raises:
        LastAdmin: no active administrator would be left.
    """
    user_id, actor_id = user.pk, str(actor.pk)
    with transaction.atomic():
        if is_admin(user):
            keep_an_admin(user)
        user.delete()
    audit.record(Event.USER_DELETED, user_id=user_id, actor_id=actor_id)


def is_admin(user: User) -> bool:
    """Tell whether a user can look after the service."""
    return user.is_active and user.role == Role.ADMIN


def keep_an_admin(user: User) -> None:
    """Make sure that an active administrator is left without a user; two at once wait.

    Raises:
        LastAdmin: none is.
    """
    admins = active_admins().order_by("pk").select_for_update()
    if {admin.pk for admin in admins} == {user.pk}:
        raise LastAdmin


@transaction.atomic
def make_admin(*, email: str, password: str) -> User:
    """Make an administrator, or make one of the account that has the address.

    Raises:
        Invalid: the password breaks a rule.
    """
    user = User.objects.filter(email=email).first() or User(email=email)
    check_password_rules(password, user=user, field="password")
    user.set_password(password)
    user.role, user.is_active, user.email_verified = Role.ADMIN, True, True
    user.save()
    return user
