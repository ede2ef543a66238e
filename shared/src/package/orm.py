"""Say what every table has in common: names of constraints, ids, times."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import DateTime, Dialect, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from .ids import new_id

# A constraint has to have a name before a migration can change it
NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


def utc_now() -> datetime:
    """Tell the time, aware of its zone."""
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """Store a time in UTC and read it back aware of it, on databases without time zones too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring a time to UTC before it is stored."""
        del dialect
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read a stored time as UTC."""
        del dialect
        if value is None or value.tzinfo is UTC:
            return value
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Gather the tables of this service."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {UUID: Uuid(), datetime: UtcDateTime()}  # noqa: RUF012 - SQLAlchemy's way


class Entity(Base):
    """Give a table an id, and the times of its rows' making and last change."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)
