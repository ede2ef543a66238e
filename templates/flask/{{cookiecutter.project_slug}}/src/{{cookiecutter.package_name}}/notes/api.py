"""Serve notes and tags to their owner."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, url_for

from ..auth.callers import Access, current_user
from ..db import get_session
from ..operations import operation
from ..schemas import PageQuery
from . import selectors, services
from .schemas import NewNote, Note, NotePage, NoteQuery, NoteUpdate, TagPage

blueprint = Blueprint("notes", __name__)


@blueprint.get("/notes")
@operation(access=Access.USER)
def list_notes(query: NoteQuery) -> NotePage:
    """List the caller's notes."""
    page = selectors.list_notes(
        session=get_session(),
        user=current_user(),
        q=query.q,
        tags=query.tag,
        sort=query.sort,
        cursor=query.cursor,
        limit=query.limit,
    )
    return NotePage.model_validate(page)


@blueprint.post("/notes")
@operation(access=Access.USER, success=HTTPStatus.CREATED)
def create_note(body: NewNote) -> tuple[Note, dict[str, str]]:
    """Write a note."""
    note = services.create_note(
        session=get_session(),
        user=current_user(),
        title=body.title,
        body=body.body,
        tags=body.tags,
    )
    return Note.model_validate(note), {"Location": url_for("api.notes.get_note", id=note.id)}


@blueprint.get("/notes/<uuid:id>")
@operation(access=Access.USER)
def get_note(note_id: UUID) -> Note:
    """Read a note of the caller's; admins may read any."""
    note = selectors.get_note(session=get_session(), user=current_user(), note_id=note_id)
    return Note.model_validate(note)


@blueprint.patch("/notes/<uuid:id>")
@operation(access=Access.USER)
def update_note(note_id: UUID, body: NoteUpdate) -> Note:
    """Change a note of the caller's; admins may change any."""
    session = get_session()
    note = selectors.get_note(session=session, user=current_user(), note_id=note_id)
    changes = body.model_dump(exclude_unset=True)
    return Note.model_validate(services.update_note(session=session, note=note, changes=changes))


@blueprint.delete("/notes/<uuid:id>")
@operation(access=Access.USER)
def delete_note(note_id: UUID) -> None:
    """Delete a note of the caller's; admins may delete any."""
    services.delete_note(session=get_session(), user=current_user(), note_id=note_id)


@blueprint.get("/tags")
@operation(access=Access.USER)
def list_tags(query: PageQuery) -> TagPage:
    """List the tags that are on the caller's notes, with the number of notes."""
    page = selectors.list_tags(
        session=get_session(), user=current_user(), cursor=query.cursor, limit=query.limit
    )
    return TagPage.model_validate(page)
