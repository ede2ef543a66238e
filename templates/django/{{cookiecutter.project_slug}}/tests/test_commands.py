import pytest
from django.core.management import CommandError, call_command

from {{ cookiecutter.package_name }}.users.models import Role, User

PASSWORD = "a-good-password-7"


def test_admin_is_made() -> None:
    call_command("admin", "Ada@Example.com", PASSWORD)
    user = User.objects.get(email="ada@example.com")
    assert (user.role, user.email_verified) == (Role.ADMIN, True)
    assert user.check_password(PASSWORD)


def test_account_becomes_admin(user: User) -> None:
    call_command("admin", user.email, PASSWORD)
    user.refresh_from_db()
    assert user.role == Role.ADMIN


@pytest.mark.parametrize(
    ("email", "password"), [("nobody", PASSWORD), ("ada@example.com", "short")]
)
def test_bad_admin_is_refused(email: str, password: str) -> None:
    with pytest.raises(CommandError):
        call_command("admin", email, password)


def test_seed_works_twice() -> None:
    call_command("seed")
    call_command("seed")
    assert User.objects.count() == 2


@pytest.mark.usefixtures("production")
def test_production_is_not_seeded() -> None:
    with pytest.raises(CommandError):
        call_command("seed")
