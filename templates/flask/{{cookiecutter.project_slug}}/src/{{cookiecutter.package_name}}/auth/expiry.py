"""Delete what nobody can use any more."""

from sqlalchemy import CursorResult
from sqlalchemy.orm import Session

from .queries import delete_expired


def delete_expired_rows(*, session: Session) -> int:
    """Delete the logins, tokens and windows of throttling whose time has passed.

    Returns:
        How many there were, without those that went with their login.
    """
    count = 0
    for statement in delete_expired():
        done = session.execute(statement)
        count += done.rowcount if isinstance(done, CursorResult) else 0
    session.commit()
    return count
