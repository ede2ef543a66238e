"""Read users."""

from uuid import UUID

from django.db.models import QuerySet

from ..errors import NotFound
from .models import Role, User


def list_users() -> QuerySet[User]:
    """Select every user."""
    return User.objects.all()


def get_user(*, user_id: UUID) -> User:
    """Find a user.

    Raises:
        NotFound: there is none of this id.
    """
    try:
        return User.objects.get(pk=user_id)
    except User.DoesNotExist as error:
        raise NotFound from error


def lock_unchanged(user: User) -> bool:
    """Lock an account whose password took a while to check; tell whether it is still as it was."""
    same = User.objects.filter(pk=user.pk, password=user.password, is_active=True)
    return same.select_for_update().exists()


def active_admins() -> QuerySet[User]:
    """Select who can look after the service."""
    return User.objects.filter(role=Role.ADMIN, is_active=True)


def is_last_admin(*, user: User) -> bool:
    """Tell whether a user alone can look after the service."""
    return {admin.pk for admin in active_admins()} == {user.pk}
