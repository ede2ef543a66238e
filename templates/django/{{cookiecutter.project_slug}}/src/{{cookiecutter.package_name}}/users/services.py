"""Change and remove users."""

from django.db import transaction

from .errors import LastAdmin
from .models import Role, User
from .selectors import active_admins
from .validators import check_password_rules


@transaction.atomic
def update_user(*, user: User, **changes: str | bool | None) -> User:
    """Change the fields of a user that are named.

    Raises:
        LastAdmin: no active administrator would be left.
    """
    was_admin = is_admin(user)
    for field, value in changes.items():
        setattr(user, field, value)
    if was_admin and not is_admin(user):
        keep_an_admin(user)
    user.save(update_fields=[*changes, "updated_at"])
    return user


@transaction.atomic
def delete_user(*, user: User) -> None:
    """Remove a user and all that is the user's own.

    Raises:
        LastAdmin: no active administrator would be left.
    """
    if is_admin(user):
        keep_an_admin(user)
    user.delete()


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
