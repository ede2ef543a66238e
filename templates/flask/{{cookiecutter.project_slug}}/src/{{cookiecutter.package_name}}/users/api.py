"""Serve accounts: to their owner, and to admins."""

from uuid import UUID

from flask import Blueprint

from ..auth.callers import Access, current_user
from ..db import get_session
from ..operations import operation
from ..schemas import PageQuery
from . import selectors, services
from .schemas import MeUpdate, User, UserPage, UserUpdate
from .services import LastAdmin

blueprint = Blueprint("users", __name__, url_prefix="/users")


@blueprint.get("/me")
@operation(access=Access.USER)
def get_me() -> User:
    """Read the caller's own account."""
    return User.model_validate(current_user())


@blueprint.patch("/me")
@operation(access=Access.USER)
def update_me(body: MeUpdate) -> User:
    """Change the caller's own account."""
    changes = body.model_dump(exclude_unset=True)
    me = current_user()
    user = services.update_user(session=get_session(), user=me, changes=changes, actor=me)
    return User.model_validate(user)


@blueprint.delete("/me")
@operation(access=Access.USER, raises=(LastAdmin,))
def delete_me() -> None:
    """Delete the caller's own account, with all that belongs to it."""
    me = current_user()
    services.delete_user(session=get_session(), user=me, actor=me)


@blueprint.get("")
@operation(access=Access.ADMIN)
def list_users(query: PageQuery) -> UserPage:
    """List all accounts, the newest first."""
    page = selectors.list_users(session=get_session(), cursor=query.cursor, limit=query.limit)
    return UserPage.model_validate(page)


@blueprint.get("/<uuid:id>")
@operation(access=Access.ADMIN)
def get_user(user_id: UUID) -> User:
    """Read an account."""
    return User.model_validate(selectors.get_user(session=get_session(), user_id=user_id))


@blueprint.patch("/<uuid:id>")
@operation(access=Access.ADMIN, raises=(LastAdmin,))
def update_user(user_id: UUID, body: UserUpdate) -> User:
    """Change an account: its name, its role, whether it may log in."""
    session = get_session()
    user = selectors.get_user(session=session, user_id=user_id)
    changes = body.model_dump(exclude_unset=True)
    changed = services.update_user(
        session=session, user=user, changes=changes, actor=current_user()
    )
    return User.model_validate(changed)


@blueprint.delete("/<uuid:id>")
@operation(access=Access.ADMIN, raises=(LastAdmin,))
def delete_user(user_id: UUID) -> None:
    """Delete an account, with all that belongs to it."""
    session = get_session()
    user = selectors.get_user(session=session, user_id=user_id)
    services.delete_user(session=session, user=user, actor=current_user())
