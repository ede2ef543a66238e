from sqlalchemy.orm import Session

from {{ cookiecutter.package_name }}.notes.models import Tag
from {{ cookiecutter.package_name }}.notes.seeds import NOTES, seed_notes
from {{ cookiecutter.package_name }}.notes.services import make_tag
from {{ cookiecutter.package_name }}.users.models import User
from {{ cookiecutter.package_name }}.users.seeds import USERS, seed_users


def test_equal_tags_are_one(session: Session, alice: User) -> None:
    first = make_tag(session=session, user_id=alice.id, name="same")
    session.expunge_all()
    second = make_tag(session=session, user_id=alice.id, name="same")
    assert isinstance(second, Tag)
    assert second.id == first.id


def test_seeding_twice_writes_once(session: Session) -> None:
    seed_users(session)
    assert seed_notes(session) == f"{len(NOTES) * len(USERS)} notes written"
    assert seed_notes(session) == "0 notes written"
