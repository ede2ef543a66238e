import logging

import pytest
from prometheus_client import REGISTRY
from pytest_django import Settings

from {{ cookiecutter.package_name }} import edge
from {{ cookiecutter.package_name }}.edge import RequestMiddleware
from {{ cookiecutter.package_name }}.users.models import User

from .client import V1, Client

ME = f"{V1}/users/me"
PREFLIGHT = {"Origin": "https://app.example.com", "Access-Control-Request-Method": "PATCH"}


def test_sane_id_is_taken(anyone: Client) -> None:
    answer = anyone.get(ME, HTTP_X_REQUEST_ID="find-me")
    assert answer.headers["X-Request-ID"] == "find-me"


@pytest.mark.parametrize("name", ["", "a b", "x" * 129])
def test_other_id_is_replaced(anyone: Client, name: str) -> None:
    made = anyone.get(ME, HTTP_X_REQUEST_ID=name).headers["X-Request-ID"]
    assert made not in {"", name}


@pytest.mark.parametrize("path", [ME, "/nowhere", "/health/live", "/static/admin/css/base.css"])
def test_answers_carry_headers(anyone: Client, path: str) -> None:
    answer = anyone.get(path)
    answer.close()
    headers = answer.headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


@pytest.mark.usefixtures("production")
def test_production_binds_to_https() -> None:
    middleware = RequestMiddleware(lambda _: pytest.fail("nobody asked"))
    assert "Strict-Transport-Security" in middleware.headers


def test_personal_data_is_not_stored(anyone: Client) -> None:
    assert anyone.get(ME).headers["Cache-Control"] == "no-store"
    assert "Cache-Control" not in anyone.get(f"{V1}/openapi.json").headers


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "a b"])
def test_unknown_host_is_refused(anyone: Client, host: str) -> None:
    answer = anyone.get(ME, HTTP_HOST=host)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")


def test_large_body_is_refused(anyone: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = anyone.post(f"{V1}/auth/login", {"email": "longer than ten"})
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


def test_late_request_is_refused(anyone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "waited_too_long", lambda: True)
    answer = anyone.get(ME)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert anyone.get("/health/live").status_code == 200


@pytest.mark.parametrize("origin", ["https://app.example.com", "https://evil.example"])
def test_listed_origins_may_read(anyone: Client, origin: str) -> None:
    allowed = anyone.get(ME, HTTP_ORIGIN=origin).headers.get("Access-Control-Allow-Origin")
    assert (allowed == origin) == (origin == "https://app.example.com")


@pytest.mark.parametrize("origin", ["https://app.example.com", "https://evil.example"])
def test_preflight_names_listed_origins(anyone: Client, origin: str) -> None:
    answer = anyone.options(ME, headers=PREFLIGHT | {"Origin": origin})
    allowed = answer.headers.get("Access-Control-Allow-Origin")
    assert (answer.status_code, answer.content) == (200, b"")
    assert (allowed == origin) == (origin == "https://app.example.com")


def test_preflight_needs_a_known_host(anyone: Client) -> None:
    answer = anyone.options(ME, headers=PREFLIGHT | {"Host": "evil.example"})
    assert answer.status_code == 400


def test_client_is_logged(anyone: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    anyone.get(ME, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.1")
    event = caplog.records[-1].msg
    assert isinstance(event, dict)
    assert event["client"] == "192.0.2.1"


def test_request_is_logged(
    as_admin: Client, admin: User, user: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    as_admin.get(f"{V1}/users/{user.pk}", HTTP_X_REQUEST_ID="find-me")
    event = caplog.records[-1].msg
    assert isinstance(event, dict)
    assert event["route"] == "/api/v1/users/{id}"
    assert event["user_id"] == str(admin.pk)
    assert (event["request_id"], event["status"]) == ("find-me", 200)


def test_request_is_counted(anyone: Client) -> None:
    labels = {"method": "other", "route": "unmatched", "status": "404"}
    before = REGISTRY.get_sample_value("http_requests_total", labels) or 0
    anyone.generic("FOO", "/nowhere")
    assert REGISTRY.get_sample_value("http_requests_total", labels) == before + 1
