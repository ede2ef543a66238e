"""Know the caller by the bearer token (RFC 6750)."""

from typing import TYPE_CHECKING

import structlog
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from ..errors import Unauthenticated
from ..tokens import read_access_token
from .selectors import get_live_session

if TYPE_CHECKING:
    from ..users.models import User
    from .models import Session

SCHEME = "Bearer"


class BearerAuthentication(BaseAuthentication):
    """Find the user and the session that an access token stands for."""

    def authenticate(self, request: Request) -> "tuple[User, Session] | None":
        """Read the `Authorization` header; without one the caller is nobody.

        Raises:
            Unauthenticated: the header holds no token that is good now.
        """
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _, token = header.partition(" ")
        if scheme.casefold() != SCHEME.casefold():
            raise Unauthenticated
        access = read_access_token(token.strip())
        session = get_live_session(session_id=access.session_id, user_id=access.user_id)
        structlog.contextvars.bind_contextvars(user_id=str(session.user_id))
        return session.user, session

    def authenticate_header(self, request: Request) -> str:
        """Say what a caller without a token should send."""
        return SCHEME
