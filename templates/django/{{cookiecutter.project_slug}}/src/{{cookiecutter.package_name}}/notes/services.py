"""Write notes and tags."""

from collections.abc import Iterable

from django.db import transaction

from ..users.models import User
from .models import Note, Tag


@transaction.atomic
def create_note(*, user: User, title: str, body: str = "", tags: Iterable[str] = ()) -> Note:
    """Make a note."""
    note = Note.objects.create(user=user, title=title, body=body)
    note.tags.set(tags_named(tags, user=user))
    return note


@transaction.atomic
def update_note(*, note: Note, tags: Iterable[str] | None = None, **changes: str) -> Note:
    """Change the fields of a note that are named.

    Args:
        note: which.
        tags: all its tags from now on; None leaves them as they are.
        changes: the other fields.
    """
    for field, value in changes.items():
        setattr(note, field, value)
    note.save(update_fields=[*changes, "updated_at"])
    if tags is not None:
        note.tags.set(tags_named(tags, user=note.user))
    return note


def delete_note(*, note: Note) -> None:
    """Remove a note."""
    note.delete()


def tags_named(names: Iterable[str], *, user: User) -> list[Tag]:
    """Find a user's tags by name, and make those that are missing; two at once make each once."""
    wanted = sorted(names)
    missing = [Tag(user=user, name=name) for name in wanted]
    Tag.objects.bulk_create(missing, ignore_conflicts=True)
    return list(Tag.objects.filter(user=user, name__in=wanted))
