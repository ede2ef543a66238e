"""Say what a caller sees and may change of notes and tags."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from ..fields import Body, Text, View, absent
from ..schemas import PageQuery
from .fields import NoteBody, Tags, Title


class Note(View):
    """A note with its tags."""

    id: UUID
    title: str
    body: str
    tags: list[str]
    created_at: datetime
    updated_at: datetime


class NotePage(View):
    """A page of notes."""

    items: list[Note]
    next: str | None


class NewNote(Body):
    """A note to be made."""

    title: Title
    body: NoteBody = ""
    tags: Tags = Field(default_factory=list)


class NoteUpdate(Body):
    """What changes of a note; what is absent stays."""

    title: Title = absent()
    body: NoteBody = absent()
    tags: Tags = absent()


class NoteQuery(PageQuery):
    """Which notes, in which order."""

    q: Text = Field("", max_length=200)
    tag: Tags = Field(default_factory=list)
    sort: Literal["-created_at", "created_at", "title"] = "-created_at"


class Tag(View):
    """A tag in use, and on how many notes."""

    name: str
    count: int


class TagPage(View):
    """A page of tags, by name."""

    items: list[Tag]
    next: str | None
