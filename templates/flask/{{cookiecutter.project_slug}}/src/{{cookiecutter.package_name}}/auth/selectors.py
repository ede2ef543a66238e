"""Read who somebody is."""

from sqlalchemy.orm import Session

from ..errors import Unauthenticated
from ..orm import utc_now
from ..tokens import AccessToken
from ..users.models import User
from .queries import CALLER


def find_caller(*, session: Session, token: AccessToken) -> User:
    """Find the user that a token stands for, in one query.

    Raises:
        Unauthenticated: the session was ended, or the account disabled or deleted.
    """
    values = {"user_id": token.user_id, "session_id": token.session_id, "now": utc_now()}
    user: User | None = session.scalar(CALLER, values)
    if user is None:
        raise Unauthenticated
    return user
