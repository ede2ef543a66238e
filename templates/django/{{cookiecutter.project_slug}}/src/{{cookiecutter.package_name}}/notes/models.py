"""Describe what is stored of notes and tags."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from ..ids import new_id

TITLE_LENGTH = 200
TAG_LENGTH = 50


class OrdinalCharField(models.CharField):  # type: ignore[type-arg]  # not generic at run time
    """Text that every database sorts by code point, as cursors need it."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:  # noqa: ANN401 - Django's own mapping
        """Choose the collation; SQLite's own already sorts so."""
        parameters = super().db_parameters(connection)
        if connection.vendor != "sqlite":
            parameters["collation"] = "C"
        return parameters


class Tag(models.Model):
    """A word that a user's notes share."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="tags", db_index=False
    )
    name = OrdinalCharField(max_length=TAG_LENGTH)

    class Meta:
        """Where it is stored."""

        db_table = "tags"
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="tags_user_name_unique")
        ]

    def __str__(self) -> str:
        """Name the tag."""
        return str(self.name)


class Note(models.Model):
    """Something that a user wants to remember."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notes", db_index=False
    )
    title = OrdinalCharField(max_length=TITLE_LENGTH)
    body = models.TextField(blank=True, default="")
    tags = models.ManyToManyField(Tag, related_name="notes", db_table="note_tags", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Where it is stored, and what its lists need."""

        db_table = "notes"
        indexes = [
            models.Index(fields=["user", "created_at", "id"], name="notes_user_created_at_id"),
            models.Index(fields=["user", "title", "id"], name="notes_user_title_id"),
        ]

    def __str__(self) -> str:
        """Name the note by its title."""
        return str(self.title)
