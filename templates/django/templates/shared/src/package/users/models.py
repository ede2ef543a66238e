"""Store who may use the service."""

from enum import StrEnum

from sqlalchemy import Enum, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ..orm import Entity


class Role(StrEnum):
    """Say what a user may do."""

    USER = "user"
    ADMIN = "admin"


ROLE = Enum(
    Role,
    name="role",
    native_enum=False,
    create_constraint=True,
    length=10,
    values_callable=lambda roles: [role.value for role in roles],
)


class User(Entity):
    """An account; its address is stored folded (see `addresses`), so that it is one account."""

    __tablename__ = "users"
    __table_args__ = (Index(None, "created_at", "id"),)

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str | None] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[Role] = mapped_column(ROLE, default=Role.USER)
    is_active: Mapped[bool] = mapped_column(default=True)
    email_verified: Mapped[bool] = mapped_column(default=False)
