"""Name the statements that read users."""

from uuid import UUID

from sqlalchemy import Select, func, select

from ..pages import Order
from .models import Role, User

NEWEST_FIRST = Order("-created_at", User.created_at, User.id)


def every_user() -> Select[User]:
    """Select all users."""
    return select(User)


def user_by_email(email: str) -> Select[User]:
    """Select the account of a folded address."""
    return select(User).where(User.email == email)


def locked_user_by_email(email: str) -> Select[User]:
    """Select the account of a folded address as it is now, locked until it is changed."""
    return user_by_email(email).with_for_update().execution_options(populate_existing=True)


def unchanged_user(user_id: UUID, password_hash: str) -> Select[User]:
    """Select an active account, locked, if it still has this hash.

    Checking a password takes long: meanwhile somebody may have set another one.
    """
    return (
        select(User)
        .where(User.id == user_id, User.password_hash == password_hash, User.is_active)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def active_admins() -> Select[User]:
    """Select the admins that can still act, locked, so that no two of them go at once."""
    return (
        select(User)
        .where(User.role == Role.ADMIN, User.is_active)
        .order_by(User.id)
        .with_for_update()
    )


def count_users() -> Select[int]:
    """Count all users."""
    return select(func.count()).select_from(User)
