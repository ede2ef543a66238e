import logging
from collections.abc import Iterator
from typing import Any

import pytest

from {{ cookiecutter.package_name }}.auth.models import OneTimeToken, Session
from {{ cookiecutter.package_name }}.users.models import User

from ..client import V1, Client
from ..factories import PASSWORD, SECRET, OneTimeTokenFactory, RefreshTokenFactory, UserFactory

AUTH = f"{V1}/auth"
NEW = "another-word-88"
AUDIT = "{{ cookiecutter.package_name }}.audit"


@pytest.fixture(autouse=True)
def _watched(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.INFO)
    yield
    for record in caplog.records:
        if record.name == AUDIT:
            assert not [word for word in (PASSWORD, NEW, SECRET, "@") if word in str(record.msg)]


def events(caplog: pytest.LogCaptureFixture) -> list[Any]:
    return [record.msg for record in caplog.records if record.name == AUDIT]


def names(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [event["event"] for event in events(caplog)]


def test_event_says_who_and_whence(
    anyone: Client, user: User, caplog: pytest.LogCaptureFixture
) -> None:
    body = {"email": user.email, "password": PASSWORD}
    anyone.post(f"{AUTH}/login", body, REMOTE_ADDR="192.0.2.1", HTTP_X_REQUEST_ID="find-me")
    (event,) = events(caplog)
    assert (event["event"], event["user_id"]) == ("login-succeeded", str(user.pk))
    assert (event["client"], event["request_id"]) == ("192.0.2.1", "find-me")


@pytest.mark.parametrize("email", [None, "nobody@example.com"])
def test_failed_login_is_recorded(
    anyone: Client, user: User, email: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    anyone.post(f"{AUTH}/login", {"email": email or user.email, "password": "wrong"})
    (event,) = events(caplog)
    assert event["event"] == "login-failed"
    assert event["user_id"] == (None if email else str(user.pk))


def test_refusal_is_recorded(anyone: Client, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(6):
        anyone.post(f"{AUTH}/forgot-password", {"email": "nobody@example.com"})
    (event,) = events(caplog)
    assert (event["event"], event["action"]) == ("throttled", "forgot-password")


def test_registration_is_recorded_once(anyone: Client, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        anyone.post(f"{AUTH}/register", {"email": "ada@example.com", "password": PASSWORD})
    assert names(caplog) == ["registered"]


def test_links_are_recorded(anyone: Client, user: User, caplog: pytest.LogCaptureFixture) -> None:
    OneTimeTokenFactory.create(user=user)
    anyone.post(f"{AUTH}/verify-email", {"token": SECRET})
    OneTimeToken.objects.update(purpose=OneTimeToken.Purpose.RESET, used_at=None)
    anyone.post(f"{AUTH}/forgot-password", {"email": user.email})
    anyone.post(f"{AUTH}/reset-password", {"token": SECRET, "password": NEW})
    assert names(caplog) == ["email-verified", "password-reset-requested", "password-reset"]


def test_change_is_recorded(as_user: Client, caplog: pytest.LogCaptureFixture) -> None:
    for current in ("wrong", PASSWORD):
        body = {"current_password": current, "new_password": NEW}
        as_user.post(f"{AUTH}/change-password", body)
    assert names(caplog) == ["password-change-failed", "password-changed"]


def test_reused_token_is_recorded(anyone: Client, caplog: pytest.LogCaptureFixture) -> None:
    RefreshTokenFactory.create()
    for _ in range(2):
        anyone.post(f"{AUTH}/refresh", {"refresh_token": SECRET})
    assert names(caplog) == ["refresh-token-reused"]


def test_logout_is_recorded(
    as_user: Client, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    RefreshTokenFactory.create(session=session)
    as_user.post(f"{AUTH}/logout", {"refresh_token": SECRET})
    assert names(caplog) == ["logged-out"]


def test_admins_are_recorded(
    as_admin: Client, admin: User, caplog: pytest.LogCaptureFixture
) -> None:
    user = UserFactory.create()
    as_admin.patch(f"{V1}/users/{user.pk}", {"name": "Secret", "role": "admin"})
    as_admin.delete(f"{V1}/users/{user.pk}")
    changed, deleted = events(caplog)
    assert (changed["event"], changed["fields"]) == ("user-changed", ["name", "role"])
    assert (changed["user_id"], changed["actor_id"]) == (str(user.pk), str(admin.pk))
    assert (changed["role"], changed.get("name")) == ("admin", None)
    assert (deleted["event"], deleted["user_id"]) == ("user-deleted", str(user.pk))


def test_departure_is_recorded(
    as_user: Client, user: User, caplog: pytest.LogCaptureFixture
) -> None:
    user_id = str(user.pk)
    as_user.delete(f"{V1}/users/me")
    (event,) = events(caplog)
    assert (event["user_id"], event["actor_id"]) == (user_id, user_id)


def test_own_name_is_not_recorded(as_user: Client, caplog: pytest.LogCaptureFixture) -> None:
    as_user.patch(f"{V1}/users/me", {"name": "New"})
    assert not events(caplog)
