"""Find out who is calling, and whether they may."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer

from ..db import Db
from ..errors import Forbidden, Unauthenticated
from ..tokens import AccessToken, read_access_token
from ..users.models import Role, User
from .selectors import find_caller


def get_client(request: Request) -> str:
    """Return the address that a request came from, as `edge` made it out."""
    client: str = request.state.client
    return client


Client = Annotated[str, Depends(get_client)]

bearer = OAuth2PasswordBearer(tokenUrl="/api/v1/auth/token", auto_error=False)


async def get_current_token(
    request: Request, token: Annotated[str | None, Depends(bearer)]
) -> AccessToken:
    """Read the access token of a request.

    Raises:
        Unauthenticated: there is none, or none that is still good.
    """
    if not token:
        raise Unauthenticated
    claims = read_access_token(token)
    request.state.user_id = str(claims.user_id)
    return claims


CurrentToken = Annotated[AccessToken, Depends(get_current_token)]


async def get_current_user(db: Db, token: CurrentToken) -> User:
    """Find who is calling.

    Raises:
        Unauthenticated: the session was ended, or the account disabled or deleted.
    """
    return await find_caller(db=db, token=token)


CurrentUser = Annotated[User, Depends(get_current_user)]


async def require_admin(user: CurrentUser) -> User:
    """Let only admins in.

    Raises:
        Forbidden: the caller is none.
    """
    if user.role is not Role.ADMIN:
        raise Forbidden
    return user


CurrentAdmin = Annotated[User, Depends(require_admin)]
