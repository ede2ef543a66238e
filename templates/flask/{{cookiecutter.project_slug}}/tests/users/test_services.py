from sqlalchemy.orm import Session

from {{ cookiecutter.package_name }}.users import services
from {{ cookiecutter.package_name }}.users.models import Role, User

from ..factories import password_hash


def test_taken_address_makes_no_user(session: Session, alice: User) -> None:
    made = services.create_user(session=session, email=alice.email, password_hash="")
    assert made is None


def test_account_becomes_admin(session: Session, alice: User) -> None:
    alice.is_active = False
    made = services.make_admin(session=session, email=alice.email, password_hash=password_hash())
    assert made is alice
    assert (made.role, made.is_active) == (Role.ADMIN, True)
