"""Find out who is calling, and whether they may."""

from enum import Enum
from uuid import UUID

from flask import g, request

from ..db import get_session
from ..errors import Forbidden, Unauthenticated
from ..tokens import read_access_token
from ..users.models import Role, User
from .selectors import find_caller


class Access(Enum):
    """Say who may call an endpoint."""

    ANYONE = "anyone"
    USER = "user"
    ADMIN = "admin"


def authorize(access: Access) -> None:
    """Let the caller of this request in, or not.

    Raises:
        Unauthenticated: there is no bearer token, or none that is still good.
        Forbidden: only admins may call this.
    """
    if access is Access.ANYONE:
        return
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer" or not authorization.token:
        raise Unauthenticated
    token = read_access_token(authorization.token)
    g.caller = find_caller(session=get_session(), token=token)
    g.caller_session_id = token.session_id
    g.user_id = str(token.user_id)
    if access is Access.ADMIN and g.caller.role is not Role.ADMIN:
        raise Forbidden


def current_user() -> User:
    """Return who is calling; only where the endpoint asks for a user."""
    user: User = g.caller
    return user


def current_session_id() -> UUID:
    """Return the login that the caller's token belongs to."""
    session_id: UUID = g.caller_session_id
    return session_id
