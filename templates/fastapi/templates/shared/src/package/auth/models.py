"""Store logins, the one-time secrets that go out by mail, and how often who tries to guess them.

Of every secret, address and client only a digest is stored.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Enum, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..ids import new_id
from ..orm import Base, Entity
from ..users.models import User

DIGEST = String(64)


class LoginSession(Entity):
    """A login and everything that was refreshed from it: the family of its refresh tokens."""

    __tablename__ = "sessions"

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]


class RefreshToken(Base):
    """A refresh token: used once, it makes its successor."""

    __tablename__ = "refresh_tokens"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[UUID] = mapped_column(
        ForeignKey(LoginSession.id, ondelete="CASCADE"), index=True
    )
    digest: Mapped[str] = mapped_column(DIGEST, unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class Purpose(StrEnum):
    """Say what the token in a mail is good for."""

    VERIFY = "verify"
    RESET = "reset"


PURPOSE = Enum(
    Purpose,
    name="purpose",
    native_enum=False,
    create_constraint=True,
    length=10,
    values_callable=lambda purposes: [purpose.value for purpose in purposes],
)


class OneTimeToken(Base):
    """The token of a link in a mail.

    The password and the name of a registration wait here: whoever opens the link chose them, where
    somebody else may have registered the same address before or since.
    """

    __tablename__ = "one_time_tokens"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    purpose: Mapped[Purpose] = mapped_column(PURPOSE)
    digest: Mapped[str] = mapped_column(DIGEST, unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    password_hash: Mapped[str | None] = mapped_column(String(255))
    name: Mapped[str | None] = mapped_column(String(100))


class ThrottleWindow(Base):
    """How often something was tried since a window of time began, and when that ends."""

    __tablename__ = "throttle_windows"

    key: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    hits: Mapped[int]
    # In epoch seconds
    expires_at: Mapped[int] = mapped_column(BigInteger, index=True)
