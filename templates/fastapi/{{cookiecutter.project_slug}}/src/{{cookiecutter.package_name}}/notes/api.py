"""Serve notes and tags to their owner."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from ..auth.callers import CurrentUser
from ..db import Db
from ..pages import Page
from ..schemas import PageQuery
from . import schemas, selectors, services
from .models import Note
from .selectors import TagInUse

NOTES = "/api/v1/notes"
LOCATION = {"Location": {"required": True, "schema": {"type": "string", "format": "uri-reference"}}}

router = APIRouter(tags=["notes"])

NoteId = Annotated[UUID, Path(alias="id")]


@router.get(NOTES, response_model=schemas.NotePage)
async def list_notes(
    user: CurrentUser, query: Annotated[schemas.NoteQuery, Query()], db: Db
) -> Page[Note]:
    """List the caller's notes."""
    return await selectors.list_notes(
        db=db,
        user=user,
        q=query.q,
        tags=query.tag,
        sort=query.sort,
        cursor=query.cursor,
        limit=query.limit,
    )


@router.post(
    NOTES,
    response_model=schemas.Note,
    status_code=HTTPStatus.CREATED,
    responses={HTTPStatus.CREATED.value: {"headers": LOCATION}},
)
async def create_note(user: CurrentUser, body: schemas.NewNote, db: Db, response: Response) -> Note:
    """Write a note."""
    note = await services.create_note(
        db=db, user=user, title=body.title, body=body.body, tags=body.tags
    )
    response.headers["Location"] = f"{NOTES}/{note.id}"
    return note


@router.get(NOTES + "/{id:uuid}", response_model=schemas.Note)
async def get_note(user: CurrentUser, note_id: NoteId, db: Db) -> Note:
    """Read a note."""
    return await selectors.get_note(db=db, user=user, note_id=note_id)


@router.patch(NOTES + "/{id:uuid}", response_model=schemas.Note)
async def update_note(user: CurrentUser, note_id: NoteId, body: schemas.NoteUpdate, db: Db) -> Note:
    """Change a note; what is absent stays."""
    note = await selectors.get_note(db=db, user=user, note_id=note_id)
    changes = body.model_dump(exclude_unset=True)
    return await services.update_note(db=db, note=note, changes=changes)


@router.delete(NOTES + "/{id:uuid}", status_code=HTTPStatus.NO_CONTENT)
async def delete_note(user: CurrentUser, note_id: NoteId, db: Db) -> None:
    """Delete a note."""
    await services.delete_note(db=db, user=user, note_id=note_id)


@router.get("/api/v1/tags", response_model=schemas.TagPage)
async def list_tags(
    user: CurrentUser, query: Annotated[PageQuery, Query()], db: Db
) -> Page[TagInUse]:
    """List the tags that are on the caller's notes, by name."""
    return await selectors.list_tags(db=db, user=user, cursor=query.cursor, limit=query.limit)
