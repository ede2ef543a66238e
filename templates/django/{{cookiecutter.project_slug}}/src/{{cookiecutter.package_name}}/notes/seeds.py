"""Make the notes of the demo data."""

from ..users.models import User
from ..users.seeds import PEOPLE
from .services import create_note

NOTES = {
    "Shopping": ["home"],
    "Ideas for the talk": ["work", "ideas"],
    "Books to read": ["home", "ideas"],
}


def sow() -> None:
    """Give each person who has no notes some."""
    for user in User.objects.filter(email__in=PEOPLE, notes=None):
        for title, tags in NOTES.items():
            create_note(user=user, title=title, body=f"What {user.name} noted.", tags=tags)
