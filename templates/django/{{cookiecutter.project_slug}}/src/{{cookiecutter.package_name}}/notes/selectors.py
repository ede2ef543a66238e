"""Read notes and tags."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from ..errors import NotFound
from ..users.models import User
from .models import Note, Tag


def list_notes(*, user: User, text: str = "", tags: Iterable[str] = ()) -> QuerySet[Note]:
    """Select a user's notes, with their tags.

    Args:
        user: whose notes.
        text: what the title or the body contains, in any case.
        tags: what a note has, all of them.
    """
    notes = Note.objects.filter(user=user).prefetch_related("tags")
    if text:
        notes = notes.filter(Q(title__icontains=text) | Q(body__icontains=text))
    for tag in tags:
        notes = notes.filter(tags__name=tag)
    return notes


def get_note(*, note_id: UUID, user: User) -> Note:
    """Find a note that a user may see: the own, and for administrators any.

    Raises:
        NotFound: there is none of this id, or it is someone else's.
    """
    notes = Note.objects.prefetch_related("tags")
    if not user.is_staff:
        notes = notes.filter(user=user)
    try:
        return notes.get(pk=note_id)
    except Note.DoesNotExist as error:
        raise NotFound from error


def list_tags(*, user: User) -> QuerySet[Tag]:
    """Select the tags that a user's notes have, with the count of the notes."""
    return Tag.objects.filter(user=user, notes__isnull=False).annotate(count=Count("notes"))
