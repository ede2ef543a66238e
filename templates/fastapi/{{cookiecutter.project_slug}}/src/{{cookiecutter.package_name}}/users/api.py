"""Serve accounts: to their owner, and to admins."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query

from ..auth.callers import CurrentAdmin, CurrentUser
from ..db import Db
from ..errors import Forbidden
from ..openapi import answers
from ..pages import Page
from ..schemas import PageQuery
from . import schemas, selectors, services
from .models import User
from .services import LastAdmin

router = APIRouter(prefix="/api/v1/users", tags=["users"])

USER = "/{id:uuid}"
UserId = Annotated[UUID, Path(alias="id")]


@router.get("/me", response_model=schemas.User)
async def get_me(user: CurrentUser) -> User:
    """Read the caller's own account."""
    return user


@router.patch("/me", response_model=schemas.User)
async def update_me(user: CurrentUser, body: schemas.MeUpdate, db: Db) -> User:
    """Change the caller's own account."""
    changes = body.model_dump(exclude_unset=True)
    return await services.update_user(db=db, user=user, changes=changes, actor=user)


@router.delete("/me", status_code=HTTPStatus.NO_CONTENT, responses=answers(LastAdmin))
async def delete_me(user: CurrentUser, db: Db) -> None:
    """Delete the caller's own account, with all that belongs to it."""
    await services.delete_user(db=db, user=user, actor=user)


@router.get("", response_model=schemas.UserPage, responses=answers(Forbidden))
async def list_users(
    _admin: CurrentAdmin, query: Annotated[PageQuery, Query()], db: Db
) -> Page[User]:
    """List all accounts, the newest first."""
    return await selectors.list_users(db=db, cursor=query.cursor, limit=query.limit)


@router.get(USER, response_model=schemas.User, responses=answers(Forbidden))
async def get_user(_admin: CurrentAdmin, user_id: UserId, db: Db) -> User:
    """Read an account."""
    return await selectors.get_user(db=db, user_id=user_id)


@router.patch(USER, response_model=schemas.User, responses=answers(Forbidden, LastAdmin))
async def update_user(
    admin: CurrentAdmin, user_id: UserId, body: schemas.UserUpdate, db: Db
) -> User:
    """Change an account: its name, its role, whether it may log in."""
    user = await selectors.get_user(db=db, user_id=user_id)
    changes = body.model_dump(exclude_unset=True)
    return await services.update_user(db=db, user=user, changes=changes, actor=admin)


@router.delete(USER, status_code=HTTPStatus.NO_CONTENT, responses=answers(Forbidden, LastAdmin))
async def delete_user(admin: CurrentAdmin, user_id: UserId, db: Db) -> None:
    """Delete an account, with all that belongs to it."""
    user = await selectors.get_user(db=db, user_id=user_id)
    await services.delete_user(db=db, user=user, actor=admin)
