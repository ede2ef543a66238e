"""Store notes, each with an owner and tags."""

from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..ids import new_id
from ..orm import Base, Entity
from ..users.models import User


def binary_order(length: int) -> String:
    """Make a text column that sorts by code point, as SQLite does, whatever the locale."""
    return String(length, collation="C").with_variant(String(length), "sqlite")


note_tags = Table(
    "note_tags",
    Base.metadata,
    Column("note_id", ForeignKey("notes.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Tag(Base):
    """A word that a user files notes under."""

    __tablename__ = "tags"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(binary_order(50))


class Note(Entity):
    """A text with a title, and the tags it is filed under."""

    __tablename__ = "notes"
    __table_args__ = (
        Index(None, "user_id", "created_at", "id"),
        Index(None, "user_id", "title", "id"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(binary_order(200))
    body: Mapped[str] = mapped_column(Text)
    # One query for the tags of a whole page; anything lazier fails loudly
    tag_rows: Mapped[list[Tag]] = relationship(
        secondary=note_tags, order_by=Tag.name, lazy="raise", passive_deletes=True
    )

    @property
    def tags(self) -> list[str]:
        """List the names of its tags, sorted."""
        return sorted(tag.name for tag in self.tag_rows)
