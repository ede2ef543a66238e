"""Write demo notes."""

from sqlalchemy.orm import Session

from ..users.queries import user_by_email
from ..users.seeds import USERS
from . import selectors, services

NOTES = (
    ("Shopping", "Bread, butter, tomatoes.", ["errands"]),
    ("Talk on keyset pagination", "Why page 1,000 costs what page 1 costs.", ["ideas", "work"]),
    ("Call the plumber", "", ["errands", "home"]),
)


def seed_notes(session: Session) -> str:
    """Write demo notes for the demo users who have none, and say how many."""
    written = 0
    for email, _, _ in USERS:
        user = session.scalars(user_by_email(email)).one()
        if selectors.list_notes(session=session, user=user, limit=1).items:
            continue
        for title, body, tags in NOTES:
            services.create_note(session=session, user=user, title=title, body=body, tags=tags)
            written += 1
    return f"{written} notes written"
