from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from {{ cookiecutter.package_name }}.users.models import User

from ..callers import V1, Client
from ..factories import PASSWORD, log_in
from ..mailbox import Mailbox

AUTH = f"{V1}/auth"
AUDIT = "{{ cookiecutter.package_name }}.audit"
WRONG = "not the right password"


class Trail:
    """What was recorded, read from the log."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("INFO", logger=AUDIT)
        self.caplog = caplog

    def events(self) -> list[dict[str, Any]]:
        """Return all events."""
        return [
            record.msg
            for record in self.caplog.records
            if record.name == AUDIT and isinstance(record.msg, dict)
        ]

    def names(self) -> list[str]:
        """Return the names of all events."""
        return [event["event"] for event in self.events()]


@pytest.fixture
def trail(caplog: pytest.LogCaptureFixture) -> Trail:
    return Trail(caplog)


async def test_life_of_an_account(anonymous: Client, mails: Mailbox, trail: Trail) -> None:
    email = {"email": "new@example.com"}
    await anonymous.post(f"{AUTH}/register", json=email | {"password": PASSWORD})
    await anonymous.post(f"{AUTH}/verify-email", json={"token": mails.token()})
    await anonymous.post(f"{AUTH}/login", json=email | {"password": PASSWORD})
    await anonymous.post(f"{AUTH}/forgot-password", json=email)
    body = {"token": mails.token(), "password": "another long password"}
    await anonymous.post(f"{AUTH}/reset-password", json=body)
    assert trail.names() == [
        "registered",
        "email-verified",
        "login-succeeded",
        "password-reset-requested",
        "password-reset",
    ]
    assert len({event["user_id"] for event in trail.events()}) == 1


async def test_event_says_from_where(anonymous: Client, alice: User, trail: Trail) -> None:
    body = {"email": alice.email, "password": WRONG}
    answer = await anonymous.post(f"{AUTH}/login", json=body)
    (event,) = trail.events()
    assert {key: event[key] for key in ("event", "user_id", "client", "request_id")} == {
        "event": "login-failed",
        "user_id": str(alice.id),
        "client": "192.0.2.1",
        "request_id": answer.headers["X-Request-ID"],
    }


async def test_no_event_holds_a_secret(
    anonymous: Client, alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    for password in (WRONG, PASSWORD):
        body = {"email": alice.email, "password": password}
        await anonymous.post(f"{AUTH}/login", json=body)
    ours = [record.msg for record in caplog.records if record.name.startswith(AUDIT[:-6])]
    assert ours
    assert not any(word in str(ours) for word in (alice.email, WRONG, PASSWORD))


async def test_refusal_is_recorded(anonymous: Client, trail: Trail) -> None:
    for _ in range(6):
        await anonymous.post(f"{AUTH}/forgot-password", json={"email": "nobody@example.com"})
    (event,) = trail.events()
    assert (event["event"], event["action"]) == ("throttled", "forgot-password")


async def test_stolen_token_is_recorded(
    anonymous: Client, db: AsyncSession, alice: User, trail: Trail
) -> None:
    body = {"refresh_token": (await log_in(db, alice)).refresh_token}
    for _ in range(2):
        await anonymous.post(f"{AUTH}/refresh", json=body)
    (event,) = trail.events()
    assert (event["event"], event["user_id"]) == ("refresh-token-reused", str(alice.id))


async def test_password_changes_are_recorded(client: Client, trail: Trail) -> None:
    for current in (WRONG, PASSWORD):
        body = {"current_password": current, "new_password": "another long password"}
        await client.post(f"{AUTH}/change-password", json=body)
    assert trail.names() == ["password-change-failed", "password-changed"]


async def test_logout_is_recorded(
    client: Client, db: AsyncSession, alice: User, trail: Trail
) -> None:
    body = {"refresh_token": (await log_in(db, alice)).refresh_token}
    await client.post(f"{AUTH}/logout", json=body)
    assert trail.names() == ["logged-out"]


async def test_admin_is_named(admin: Client, alice: User, boss: User, trail: Trail) -> None:
    path = f"{V1}/users/{alice.id}"
    await admin.patch(path, json={"name": "Secret", "is_active": False})
    await admin.delete(path)
    changed, deleted = trail.events()
    assert {event["actor_id"] for event in (changed, deleted)} == {str(boss.id)}
    assert (changed["fields"], changed["is_active"]) == (["is_active", "name"], False)
    assert (changed["event"], deleted["event"]) == ("user-changed", "user-deleted")
    assert "Secret" not in str(changed)


async def test_own_name_is_nobodys_business(client: Client, trail: Trail) -> None:
    await client.patch(f"{V1}/users/me", json={"name": "New"})
    assert trail.events() == []
