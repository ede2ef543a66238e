import logging
from contextvars import copy_context
from io import BytesIO
from ipaddress import ip_network
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from {{ cookiecutter.package_name }}.factory import create_app
from {{ cookiecutter.package_name }}.queueing import note_failure, note_wait
from {{ cookiecutter.package_name }}.settings import Settings, get_settings

from .callers import V1, Client, code_of

ME = f"{V1}/users/me"


def app_with(**changes: Any) -> FlaskClient:  # noqa: ANN401 - any setting
    settings: Settings = get_settings().model_copy(update=changes)
    return create_app(settings).test_client()


@pytest.mark.parametrize("path", ["/health/live", "/nowhere", ME])
def test_every_answer_has_headers(anonymous: Client, path: str) -> None:
    headers = anonymous.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_production_binds_to_https() -> None:
    headers = app_with(app_env="production").get("/health/live").headers
    assert headers["Strict-Transport-Security"].startswith("max-age=")


def test_request_id_is_echoed(anonymous: Client) -> None:
    answer = anonymous.get("/nowhere", headers={"X-Request-ID": "abc-1"})
    assert answer.headers["X-Request-ID"] == answer.get_json()["request_id"] == "abc-1"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", ""])
def test_unknown_host_is_refused(anonymous: Client, host: str) -> None:
    assert code_of(anonymous.get(ME, headers={"Host": host})) == (400, "bad-request")


def test_host_ignores_case() -> None:
    client = app_with(allowed_hosts=("Shop.example",))
    assert code_of(client.get("/nowhere", headers={"Host": "shop.EXAMPLE:80"}))[0] == 404


def test_probes_use_any_host(anonymous: Client) -> None:
    assert anonymous.get("/health/live", headers={"Host": "10.0.0.7"}).status_code == 200


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0"])
def test_no_json_accepted_is_406(client: Client, accept: str) -> None:
    answer = client.get(ME, headers={"Accept": accept})
    assert code_of(answer) == (406, "not-acceptable")


def test_unknown_path_is_no_406(anonymous: Client) -> None:
    answer = anonymous.get(f"{V1}/nowhere", headers={"Accept": "text/html"})
    assert code_of(answer) == (404, "not-found")


@pytest.mark.parametrize("accept", ["*/*", "application/*", "text/html, application/json;q=0.1"])
def test_json_accepted_is_200(client: Client, accept: str) -> None:
    assert client.get(ME, headers={"Accept": accept}).status_code == 200


@pytest.mark.parametrize("length", [101, 10**12])
def test_announced_length_is_refused(length: int) -> None:
    client = app_with(max_body_bytes=100)
    answer = client.post(f"{V1}/auth/login", environ_overrides={"CONTENT_LENGTH": str(length)})
    assert code_of(answer) == (413, "body-too-large")


@pytest.mark.parametrize(("length", "status"), [(100, 422), (101, 413), (5000, 413)])
@pytest.mark.parametrize("path", ["login", "token"])
def test_chunked_body_is_measured(path: str, length: int, status: int) -> None:
    client = app_with(max_body_bytes=100)
    kinds = {"login": "application/json", "token": "application/x-www-form-urlencoded"}
    answer = client.post(
        f"{V1}/auth/{path}",
        input_stream=BytesIO(b"{}".ljust(length)),
        headers={"Content-Type": kinds[path]},
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert answer.status_code == status


def test_request_is_logged(anonymous: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    anonymous.get(f"{V1}/users/{UUID(int=0)}", headers={"X-Request-ID": "r-1"})
    event = caplog.records[-1].msg
    assert isinstance(event, dict)
    assert event == {
        "event": "request",
        "logger": "{{ cookiecutter.package_name }}.access",
        "level": "info",
        "timestamp": event["timestamp"],
        "request_id": "r-1",
        "client": "127.0.0.1",
        "method": "GET",
        "path": f"{V1}/users/{UUID(int=0)}",
        "route": f"{V1}/users/{% raw %}{{id}}{% endraw %}",
        "status": 401,
        "duration_ms": event["duration_ms"],
        "user_id": None,
    }


def test_late_request_is_unavailable(anonymous: Client) -> None:
    context = copy_context()
    context.run(note_wait, 10)
    assert context.run(anonymous.get, "/nowhere").status_code == 404
    note_failure()
    assert code_of(context.run(anonymous.get, "/nowhere")) == (503, "unavailable")
    assert context.run(anonymous.get, "/health/live").status_code == 200


def test_proxy_names_the_client(caplog: pytest.LogCaptureFixture) -> None:
    client = app_with(trusted_proxies=(ip_network("127.0.0.0/8"),), log_level="INFO")
    logging.getLogger().addHandler(caplog.handler)
    client.get("/nowhere", headers={"X-Forwarded-For": "192.0.2.1, 192.0.2.2"})
    event = caplog.records[-1].msg
    assert isinstance(event, dict)
    assert event["client"] == "192.0.2.2"
