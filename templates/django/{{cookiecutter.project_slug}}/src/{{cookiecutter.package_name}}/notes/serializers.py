"""Say what a caller sees and may change of notes and tags."""

from typing import Any

from rest_framework import serializers

from ..fields import BodySerializer, TextField
from ..pagination import PageQuery
from .fields import TagsField
from .models import TITLE_LENGTH, Note, Tag

BODY_LENGTH = 20_000


class NoteSerializer(serializers.ModelSerializer[Note]):
    """A note with its tags."""

    tags = serializers.SerializerMethodField()

    class Meta:
        """What is shown."""

        model = Note
        fields = ["id", "title", "body", "tags", "created_at", "updated_at"]
        read_only_fields = fields

    def get_tags(self, note: Note) -> list[str]:
        """Name the tags, in order."""
        return sorted(tag.name for tag in note.tags.all())


class NewNoteSerializer(BodySerializer):
    """A note to be made."""

    title = TextField(max_length=TITLE_LENGTH)
    body = TextField(required=False, allow_blank=True, max_length=BODY_LENGTH)
    tags = TagsField(required=False)


class NoteUpdateSerializer(BodySerializer):
    """What changes of a note; what is absent stays."""

    title = TextField(required=False, max_length=TITLE_LENGTH)
    body = TextField(required=False, allow_blank=True, max_length=BODY_LENGTH)
    tags = TagsField(required=False)


class TagSerializer(serializers.ModelSerializer[Tag]):
    """A tag in use, and on how many notes."""

    count = serializers.IntegerField()

    class Meta:
        """What is shown."""

        model = Tag
        fields = ["name", "count"]
        read_only_fields = fields


class NotePageQuery(PageQuery):
    """How a list of notes is ordered."""

    sort = serializers.ChoiceField(
        ["-created_at", "created_at", "title"],
        default="-created_at",
        help_text="The order; a dash turns it around.",
    )


class NoteQuery(serializers.Serializer[Any]):
    """Which notes are listed."""

    q = TextField(
        default="",
        allow_blank=True,
        max_length=TITLE_LENGTH,
        help_text="What the title or the body contains, in any case.",
    )
    tag = TagsField(
        default=list,
        help_text="What the note has; given several times, all of them.",
    )
