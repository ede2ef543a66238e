"""Write demo notes."""

from sqlalchemy.orm import Session

from ..users.models import User
from . import selectors, services

NOTES = (
    ("Shopping", "Bread, butter, tomatoes.", ["errands"]),
    ("Talk on keyset pagination", "Why page 1,000 costs what page 1 costs.", ["ideas", "work"]),
    ("Call the plumber", "", ["errands", "home"]),
)


def seed_notes(*, session: Session, user: User) -> int:
    """Write demo notes for a user who has none, and return how many."""
    if selectors.list_notes(session=session, user=user, limit=1).items:
        return 0
    for title, body, tags in NOTES:
        services.create_note(session=session, user=user, title=title, body=body, tags=tags)
    return len(NOTES)
