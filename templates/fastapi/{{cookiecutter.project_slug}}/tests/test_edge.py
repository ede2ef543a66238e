import asyncio
from collections.abc import AsyncIterator
from ipaddress import ip_network
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from fastapi import BackgroundTasks, FastAPI
from starlette.types import Message, Receive, Scope, Send

from {{ cookiecutter.package_name }} import lifecycle
from {{ cookiecutter.package_name }}.edge import Guard, Hosts, RequestLog
from {{ cookiecutter.package_name }}.main import create_app
from {{ cookiecutter.package_name }}.settings import get_settings

from .callers import V1, Client, code_of

ME = f"{V1}/users/me"
SCOPE: Scope = {
    "type": "http",
    "http_version": "9.9",
    "method": "GET",
    "path": ME,
    "raw_path": ME.encode(),
    "query_string": b"",
    "headers": [(b"host", b"localhost")],
}
JSON = {"Content-Type": "application/json"}
ACCESS = "{{ cookiecutter.package_name }}.access"


def event_of(caplog: pytest.LogCaptureFixture) -> dict[str, Any]:
    event = next(record.msg for record in caplog.records if record.name == ACCESS)
    assert isinstance(event, dict)
    return event


def client_with(**changes: Any) -> Client:  # noqa: ANN401 - any setting
    return Client(create_app(get_settings().model_copy(update=changes)))


@pytest.mark.parametrize("path", ["/health/live", "/nowhere", ME])
async def test_every_answer_has_headers(anonymous: Client, path: str) -> None:
    headers = (await anonymous.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in headers


async def test_production_binds_to_https() -> None:
    headers = (await client_with(app_env="production").get("/health/live")).headers
    assert headers["Strict-Transport-Security"].startswith("max-age=")


async def test_personal_data_is_not_stored(client: Client) -> None:
    assert (await client.get(ME)).headers["Cache-Control"] == "no-store"


async def test_request_id_is_echoed(anonymous: Client) -> None:
    answer = await anonymous.get("/nowhere", headers={"X-Request-ID": "abc-1"})
    assert answer.headers["X-Request-ID"] == answer.json()["request_id"] == "abc-1"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", ""])
async def test_unknown_host_is_refused(anonymous: Client, host: str) -> None:
    assert code_of(await anonymous.get(ME, headers={"Host": host})) == (400, "bad-request")


async def test_two_hosts_are_refused(client: Client) -> None:
    headers = [("Host", "localhost"), ("Host", "localhost")]
    assert (await client.get(ME, headers=headers)).status_code == 400


@pytest.mark.parametrize("host", ["localhost:8000", "LOCALHOST", "[::1]:8000"])
async def test_own_host_is_served(client: Client, host: str) -> None:
    assert (await client.get(ME, headers={"Host": host})).status_code == 200


async def test_probes_use_any_host(anonymous: Client) -> None:
    answer = await anonymous.get("/health/live", headers={"Host": "10.0.0.7"})
    assert answer.status_code == 200


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0"])
async def test_no_json_accepted_is_406(client: Client, accept: str) -> None:
    answer = await client.get(ME, headers={"Accept": accept})
    assert code_of(answer) == (406, "not-acceptable")


@pytest.mark.parametrize("accept", ["*/*", "application/*", "text/html, application/json;q=0.1"])
async def test_json_accepted_is_200(client: Client, accept: str) -> None:
    assert (await client.get(ME, headers={"Accept": accept})).status_code == 200


async def test_unknown_version_is_refused(app: FastAPI) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    await app(dict(SCOPE), receive, send)
    assert sent[0]["status"] == 400


async def test_announced_length_is_refused() -> None:
    answer = await client_with(max_body_bytes=100).post(f"{V1}/auth/login", content=b"x" * 101)
    assert code_of(answer) == (413, "body-too-large")


async def chunks(length: int) -> AsyncIterator[bytes]:
    yield b"{}"
    yield b" " * (length - 2)


@pytest.mark.parametrize(("length", "status"), [(100, 422), (101, 413)])
async def test_chunked_body_is_measured(length: int, status: int) -> None:
    client = client_with(max_body_bytes=100)
    answer = await client.post(f"{V1}/auth/login", content=chunks(length), headers=JSON)
    assert answer.status_code == status


async def test_head_takes_the_way_of_get(client: Client) -> None:
    assert (await client.head(ME)).status_code == 200


async def test_request_is_logged(anonymous: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    await anonymous.get(f"{V1}/users/{UUID(int=0)}", headers={"X-Request-ID": "r-1"})
    event = event_of(caplog)
    assert {key: event[key] for key in ("event", "method", "path", "route", "status")} == {
        "event": "request",
        "method": "GET",
        "path": f"{V1}/users/{UUID(int=0)}",
        "route": f"{V1}/users/{% raw %}{{id}}{% endraw %}",
        "status": 401,
    }
    assert (event["request_id"], event["user_id"]) == ("r-1", None)


@pytest.mark.parametrize(
    ("trusted", "client"), [((), "192.0.2.1"), (("192.0.2.0/24",), "2001:db8::1")]
)
async def test_client_is_logged(
    caplog: pytest.LogCaptureFixture, trusted: tuple[str, ...], client: str
) -> None:
    caplog.set_level("INFO")
    networks = tuple(ip_network(network) for network in trusted)
    headers = [("X-Forwarded-For", "203.0.113.5"), ("X-Forwarded-For", "2001:db8::1, 192.0.2.2")]
    await client_with(trusted_proxies=networks).get("/nowhere", headers=headers)
    assert event_of(caplog)["client"] == client


async def test_work_behind_the_answer_is_not_timed(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    app = create_app(get_settings())

    @app.get("/slow")
    async def slow(background: BackgroundTasks) -> None:
        background.add_task(asyncio.sleep, 0.2)

    await Client(app).get("/slow")
    assert event_of(caplog)["duration_ms"] < 150


@pytest.mark.parametrize(("length", "status"), [(8190, 404), (8191, 414)])
async def test_long_url_is_refused(anonymous: Client, length: int, status: int) -> None:
    path = "/".ljust(length - len("GET ?b HTTP/1.1"), "a")
    assert (await anonymous.get(f"{path}?b")).status_code == status


@pytest.mark.parametrize("layer", [Guard, Hosts, RequestLog])
async def test_other_protocols_pass(layer: type[Guard | Hosts | RequestLog]) -> None:
    seen: list[Scope] = []

    async def inner(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope)

    async def receive() -> Message:
        return {}

    async def send(_message: Message) -> None:
        return

    await layer(inner, get_settings())({"type": "lifespan"}, receive, send)
    assert seen == [{"type": "lifespan"}]


async def test_begun_answer_is_not_replaced() -> None:
    app = create_app(get_settings())

    async def begin(scope: Scope, _receive: Receive, send: Send) -> None:
        del scope
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError

    app.mount("/begun", begin)
    with pytest.raises(RuntimeError):
        await Client(app).get("/begun/")


async def test_stopping_process_sends_clients_away(
    anonymous: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifecycle, "_stopping", Event())
    assert "Connection" not in (await anonymous.get("/health/live")).headers
    lifecycle._stopping.set()  # noqa: SLF001 - as SIGTERM does
    assert (await anonymous.get("/health/live")).headers["Connection"] == "close"
