import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from {{ cookiecutter.package_name }}.auth.models import (
    OneTimeToken,
    RefreshToken,
    Session,
    ThrottleWindow,
)
from {{ cookiecutter.package_name }}.users.models import Role, User

from .factories import OneTimeTokenFactory, RefreshTokenFactory, SessionFactory

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


def test_expired_rows_are_deleted() -> None:
    past = timezone.now() - timedelta(seconds=1)
    RefreshTokenFactory.create(session__expires_at=past)
    OneTimeTokenFactory.create(expires_at=past)
    ThrottleWindow.objects.create(key="old", hits=1, expires_at=int(time.time()) - 1)
    window = ThrottleWindow.objects.create(key="new", hits=1, expires_at=2**40)
    kept = [SessionFactory.create(), window]
    call_command("prune")
    assert [*Session.objects.all(), *ThrottleWindow.objects.all()] == kept
    assert not RefreshToken.objects.exists()
    assert not OneTimeToken.objects.exists()


def test_seed_works_twice() -> None:
    call_command("seed")
    call_command("seed")
    assert User.objects.count() == 2


@pytest.mark.usefixtures("production")
def test_production_is_not_seeded() -> None:
    with pytest.raises(CommandError):
        call_command("seed")
