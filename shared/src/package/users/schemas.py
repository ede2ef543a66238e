"""Say what a caller sees and may change of a user."""

from datetime import datetime
from uuid import UUID

from pydantic import StrictBool

from ..fields import Body, Name, View, absent
from .models import Role


class User(View):
    """An account."""

    id: UUID
    email: str
    name: str | None
    role: Role
    is_active: bool
    email_verified: bool
    created_at: datetime
    updated_at: datetime


class UserPage(View):
    """A page of accounts, the newest first."""

    items: list[User]
    next: str | None


class MeUpdate(Body):
    """What a user may change of the own account."""

    name: Name | None = None


class UserUpdate(Body):
    """What an admin may change of an account."""

    name: Name | None = None
    is_active: StrictBool = absent()
    role: Role = absent()
