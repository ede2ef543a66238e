"""The log says who did what to an account, from where; and holds no secret and no address."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from contract.client import Api, Session, eventually, new_email, new_password
from contract.server import Service

from .attacks import Attacker
from .conftest import LIMIT


class Log:
    """What the service writes of a request: each is named by an id of its own."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def events(self, request_id: str) -> list[dict[str, Any]]:
        """Return the audit's events of a request, once its access line is there."""

        def lines() -> list[dict[str, Any]]:
            return [event for event in self._service.events() if event.get("request_id") == request_id]

        eventually(lambda: any("duration_ms" in line for line in lines()), seconds=10, what="an access line")
        return [line for line in lines() if line["logger"].endswith(".audit")]

    def only(self, request_id: str) -> dict[str, Any]:
        """Return the only event of a request, which may follow its answer."""
        eventually(lambda: bool(self.events(request_id)), seconds=10, what="an event")
        found = self.events(request_id)
        assert len(found) == 1, found
        return found[0]


@pytest.fixture(scope="module")
def log(service: Service) -> Log:
    return Log(service)


def named(client: httpx.Client, method: str, path: str, **request: Any) -> tuple[str, httpx.Response]:  # noqa: ANN401  (httpx's own)
    """Send a request under a new name, and return the name and the answer."""
    request_id = uuid4().hex
    return request_id, client.request(method, path, headers={"X-Request-ID": request_id}, **request)


def check_event(event: dict[str, Any], name: str, user_id: str | None) -> None:
    assert (event["event"], event["user_id"]) == (name, user_id)
    assert event["client"] == "127.0.0.1"
    assert event["level"].lower() == "info"


@pytest.fixture
def carol(api: Api) -> Session:
    return api.register_and_login()


def test_registration_is_recorded(api: Api, log: Log) -> None:
    body = {"email": new_email(), "password": new_password()}
    request_id, _ = named(api.anonymous, "POST", "/auth/register", json=body)
    event = log.only(request_id)
    token = api.mailbox.wait_for_token(body["email"], "verify-email")
    request_id, _ = named(api.anonymous, "POST", "/auth/verify-email", json={"token": token})
    user_id = api.login(body["email"], body["password"]).id
    check_event(event, "registered", user_id)
    check_event(log.only(request_id), "email-verified", user_id)


def test_logins_are_recorded(api: Api, log: Log, carol: Session) -> None:
    for email, password, name, user_id in (
        (carol.email, carol.password, "login-succeeded", carol.id),
        (carol.email, new_password(), "login-failed", carol.id),
        (new_email(), new_password(), "login-failed", None),
    ):
        body = {"email": email, "password": password}
        check_event(log.only(named(api.anonymous, "POST", "/auth/login", json=body)[0]), name, user_id)


def test_password_form_is_recorded(api: Api, log: Log, carol: Session) -> None:
    pair = {"username": carol.email, "password": carol.password}
    check_event(log.only(named(api.anonymous, "POST", "/auth/token", data=pair)[0]), "login-succeeded", carol.id)


def test_reuse_is_recorded(api: Api, log: Log, carol: Session) -> None:
    user_id = carol.id
    api.refresh(carol.refresh_token)
    body = {"refresh_token": carol.refresh_token}
    check_event(log.only(named(api.anonymous, "POST", "/auth/refresh", json=body)[0]), "refresh-token-reused", user_id)


def test_logout_is_recorded(log: Log, carol: Session) -> None:
    body, user_id = {"refresh_token": carol.refresh_token}, carol.id
    check_event(log.only(named(carol.http, "POST", "/auth/logout", json=body)[0]), "logged-out", user_id)


def test_password_reset_is_recorded(api: Api, log: Log, carol: Session) -> None:
    request_id, _ = named(api.anonymous, "POST", "/auth/forgot-password", json={"email": carol.email})
    check_event(log.only(request_id), "password-reset-requested", carol.id)
    token = api.mailbox.wait_for_token(carol.email, "reset-password")
    body, user_id = {"token": token, "password": new_password()}, carol.id
    check_event(log.only(named(api.anonymous, "POST", "/auth/reset-password", json=body)[0]), "password-reset", user_id)


def test_password_change_is_recorded(log: Log, carol: Session) -> None:
    for current, name in ((new_password(), "password-change-failed"), (carol.password, "password-changed")):
        body = {"current_password": current, "new_password": new_password()}
        check_event(log.only(named(carol.http, "POST", "/auth/change-password", json=body)[0]), name, carol.id)


def test_change_by_admin_is_recorded(log: Log, carol: Session, admin: Session) -> None:
    user_id = carol.id
    request_id, _ = named(admin.http, "PATCH", f"/users/{user_id}", json={"role": "admin", "is_active": False})
    event = log.only(request_id)
    check_event(event, "user-changed", user_id)
    assert event["actor_id"] == admin.id
    assert (event["role"], event["is_active"]) == ("admin", False)
    check_event(log.only(named(admin.http, "DELETE", f"/users/{user_id}")[0]), "user-deleted", user_id)


def test_departure_is_recorded(log: Log, carol: Session) -> None:
    user_id = carol.id
    event = log.only(named(carol.http, "DELETE", "/users/me")[0])
    check_event(event, "user-deleted", user_id)
    assert event["actor_id"] == user_id


def test_refusals_are_recorded(throttled: Service, newcomers: Iterator[Attacker]) -> None:
    email, mallory, request_id = new_email(), next(newcomers), uuid4().hex
    mallory.guesses(email, LIMIT)
    body = {"email": email, "password": new_password()}
    assert mallory.post("/auth/login", body, **{"X-Request-ID": request_id}).status_code == 429
    event = Log(throttled).only(request_id)
    assert (event["event"], event["action"], event["client"]) == ("throttled", "login", mallory.address)


def test_reading_is_not_recorded(log: Log, carol: Session) -> None:
    assert log.events(named(carol.http, "GET", "/users/me")[0]) == []


def test_audit_holds_no_secret(service: Service, api: Api, carol: Session) -> None:
    wrong = new_password()
    api.try_login(carol.email, wrong)
    verified = api.mailbox.wait_for_token(carol.email, "verify-email")
    reset = api.forgotten_password_token(carol.email)
    refreshed = api.refresh(carol.refresh_token).json()
    secrets = [carol.password, wrong, verified, reset, carol.access_token, carol.refresh_token, *refreshed.values()]
    words = [word for word in secrets if isinstance(word, str) and word != "bearer"]
    output = service.stdout + service.stderr
    assert [word for word in [*words, carol.email] if word in output] == []
