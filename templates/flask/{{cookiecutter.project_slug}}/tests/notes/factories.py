"""Make notes."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from {{ cookiecutter.package_name }}.notes.models import Note
from {{ cookiecutter.package_name }}.notes.services import create_note
from {{ cookiecutter.package_name }}.users.models import User


def make_note(
    session: Session,
    user: User,
    *,
    title: str = "A note",
    body: str = "",
    tags: Sequence[str] = (),
) -> Note:
    """Write a note for a user."""
    return create_note(session=session, user=user, title=title, body=body, tags=tags)
