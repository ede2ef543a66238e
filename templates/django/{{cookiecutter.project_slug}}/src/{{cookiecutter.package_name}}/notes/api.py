"""Answer for notes and tags over HTTP."""

from http import HTTPStatus
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from ..pagination import KeysetPagination, PageQuery
from ..queries import read_query
from ..views import ApiView
from . import selectors, services
from .models import Note, Tag
from .serializers import (
    NewNoteSerializer,
    NotePageQuery,
    NoteQuery,
    NoteSerializer,
    NoteUpdateSerializer,
    TagSerializer,
)

LOCATION = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, description="Where the note is.", response=[201]
)


class NotePagination(KeysetPagination):
    """Pages in the order of the caller's choice."""

    query_class = NotePageQuery


class NoteListView(ListModelMixin, ApiView):
    """The caller's notes."""

    serializer_class = NoteSerializer
    pagination_class = NotePagination

    def get_queryset(self) -> QuerySet[Note]:
        """Select what is listed."""
        query = read_query(NoteQuery, self.request)
        return selectors.list_notes(user=self.user, text=query["q"], tags=query["tag"])

    @extend_schema(
        operation_id="list_notes",
        parameters=[NotePageQuery, NoteQuery],
        responses={200: NoteSerializer(many=True)},
    )
    def get(self, request: Request) -> Response:
        """List the own notes."""
        return self.list(request)

    @extend_schema(
        operation_id="create_note",
        request=NewNoteSerializer,
        responses={201: NoteSerializer},
        parameters=[LOCATION],
    )
    def post(self, request: Request) -> Response:
        """Make a note."""
        note = services.create_note(user=self.user, **self.read(NewNoteSerializer))
        location = {"Location": f"{request.path}/{note.pk}"}
        return Response(NoteSerializer(note).data, HTTPStatus.CREATED, headers=location)


class NoteView(ApiView):
    """One note, for its owner and for administrators."""

    @extend_schema(operation_id="get_note", responses={200: NoteSerializer})
    def get(self, request: Request, pk: UUID) -> Response:
        """Show a note."""
        note = selectors.get_note(note_id=pk, user=self.user)
        return Response(NoteSerializer(note).data)

    @extend_schema(
        operation_id="update_note", request=NoteUpdateSerializer, responses={200: NoteSerializer}
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """Change a note."""
        note = selectors.get_note(note_id=pk, user=self.user)
        services.update_note(note=note, **self.read(NoteUpdateSerializer))
        return Response(NoteSerializer(note).data)

    @extend_schema(operation_id="delete_note", responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Remove a note."""
        services.delete_note(note=selectors.get_note(note_id=pk, user=self.user))
        return Response(status=HTTPStatus.NO_CONTENT)


class TagPagination(KeysetPagination):
    """Pages by name."""

    sort = "name"


class TagListView(ListModelMixin, ApiView):
    """The tags of the caller's notes."""

    serializer_class = TagSerializer
    pagination_class = TagPagination

    def get_queryset(self) -> QuerySet[Tag]:
        """Select what is listed."""
        return selectors.list_tags(user=self.user)

    @extend_schema(
        operation_id="list_tags",
        parameters=[PageQuery],
        responses={200: TagSerializer(many=True)},
    )
    def get(self, request: Request) -> Response:
        """List the tags in use, and on how many notes each is."""
        return self.list(request)
