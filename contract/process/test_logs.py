"""Section 4: one JSON object a line on standard output, and no secret in it."""

import os
import re
import signal
from typing import Any
from uuid import uuid4

import httpx
import pytest

from contract.client import Api, Session, eventually, new_email, new_password
from contract.own_servers import Start
from contract.raw import ask
from contract.server import Service

EVERY_EVENT = {"timestamp", "level", "event", "logger"}
EVERY_REQUEST = EVERY_EVENT | {
    *("request_id", "method", "path", "route", "status", "duration_ms", "user_id"),
}


def request_events(service: Service, request_id: str) -> list[dict[str, Any]]:
    events = service.events()
    return [event for event in events if event.get("request_id") == request_id and "status" in event]


def event_of(service: Service, request_id: str) -> dict[str, Any]:
    eventually(lambda: bool(request_events(service, request_id)), seconds=5, what="a log line")
    found = request_events(service, request_id)
    assert len(found) == 1, found
    return found[0]


def name_request() -> dict[str, str]:
    return {"X-Request-ID": uuid4().hex}


def test_every_line_is_json(service: Service) -> None:
    events = service.events()
    assert events
    assert [event for event in events if not event.keys() >= EVERY_EVENT] == []


def test_nothing_goes_to_stderr(service: Service) -> None:
    assert service.stderr == ""


def test_times_are_utc(service: Service) -> None:
    assert re.fullmatch(r"[-\dT:.]+(Z|\+00:00)", service.events()[-1]["timestamp"])


def test_request_has_all_keys(service: Service, admin: Session) -> None:
    headers = name_request()
    admin.http.get(f"/users/{admin.id}", headers=headers)
    event = event_of(service, headers["X-Request-ID"])
    assert event.keys() >= EVERY_REQUEST
    assert (event["method"], event["status"]) == ("GET", 200)
    assert event["path"] == f"/api/v1/users/{admin.id}"
    assert event["user_id"] == admin.id
    assert admin.id not in event["route"]
    assert 0 <= event["duration_ms"] < 10_000


def test_anonymous_request_has_all_keys(service: Service, site: httpx.Client) -> None:
    headers = name_request()
    site.get("/health/live", headers=headers)
    event = event_of(service, headers["X-Request-ID"])
    assert event.keys() >= EVERY_REQUEST
    assert event["user_id"] is None


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/api/v1/users/me", 401)])
def test_error_is_logged(service: Service, site: httpx.Client, path: str, status: int) -> None:
    headers = name_request()
    site.get(path, headers=headers)
    assert event_of(service, headers["X-Request-ID"])["status"] == status


def test_line_break_makes_no_line(service: Service, site: httpx.Client) -> None:
    headers = name_request()
    site.get("/nowhere%0a%7b%22level%22:%22forged%22%7d", headers=headers)
    assert event_of(service, headers["X-Request-ID"])["status"] == 404
    assert all(event["level"] != "forged" for event in service.events())


def test_query_is_not_logged(service: Service, site: httpx.Client) -> None:
    headers = name_request()
    site.get("/nowhere?token=in-the-query", headers=headers)
    event_of(service, headers["X-Request-ID"])
    assert "in-the-query" not in service.stdout


def test_no_secret_is_logged(service: Service, api: Api, admin: Session) -> None:
    email, password = new_email(), new_password()
    api.register(email, password)
    token = api.mailbox.wait_for_token(email, "verify-email")
    api.verify(email)
    session = api.login(email, password)
    api.refresh(session.refresh_token)
    output = service.stdout + service.stderr
    secrets = [password, token, session.access_token, session.refresh_token, admin.password]
    secrets += [service.environment["SECRET_KEY"], service.environment["DATABASE_URL"]]
    assert [secret for secret in secrets if secret in output] == []


def test_life_of_a_server_is_logged(serve: Start) -> None:
    service = serve()
    victim, before = max(service.workers()), service.workers()
    os.kill(victim, signal.SIGKILL)
    eventually(lambda: len(service.workers() - {victim}) == len(before), seconds=15, what="a new worker")
    old = service.workers()
    service.signal(signal.SIGHUP)
    eventually(lambda: not old & service.workers(), seconds=20, what="new workers")
    ask(service.base_url, b"GET / HTTQ\r\n\r\n")
    service.signal(signal.SIGTERM)
    service.wait_for_exit(15)
    events = service.events()
    assert [event for event in events if not event.keys() >= EVERY_EVENT] == []
    assert service.stderr == ""
    said = " ".join(str(event["event"]) for event in events).lower()
    assert all(word in said for word in ("listening", str(victim), "term")), "start, crash and stop are told"


def test_level_is_kept(serve: Start) -> None:
    service = serve(LOG_LEVEL="ERROR")
    httpx.get(f"{service.base_url}/health/live")
    assert [event for event in service.events() if event["level"].lower() == "info"] == []


def test_console_format_is_no_json(serve: Start) -> None:
    service = serve(LOG_FORMAT="console")
    httpx.get(f"{service.base_url}/health/live")
    assert not service.stdout.startswith("{")
    assert service.stdout
