"""Section 3: variables that a running server shows in its answers."""

import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from contract.client import Api, Session, connect, new_email, new_password
from contract.mails import Mailbox
from contract.own_servers import Start
from contract.problems import check_problem
from contract.server import PUBLIC_URL, Service
from contract.smtp import MailSink

ORIGIN = "https://app.example"


@pytest.fixture(scope="module")
def serve_cors(serve_module: Start) -> httpx.Client:
    """Return a client of a server that lets one origin in."""
    return connect(serve_module(CORS_ORIGINS=ORIGIN).base_url)


@pytest.mark.parametrize("path", ["openapi.json", "docs", "redoc"])
def test_docs_are_off_by_default(serve: Start, path: str) -> None:
    service = serve(DOCS_ENABLED=None)
    check_problem(httpx.get(f"{service.base_url}/api/v1/{path}"), 404)


def test_https_is_insisted_on(site: httpx.Client) -> None:
    field = site.get("/health/live").headers["strict-transport-security"]
    assert int(field.partition("max-age=")[2].partition(";")[0]) >= 31_536_000


def test_no_server_is_named(site: httpx.Client) -> None:
    assert not site.get("/health/live").headers.get("server")


def test_mail_links_lead_to_public_url(api: Api) -> None:
    email = new_email()
    api.register(email, new_password())
    text = api.mailbox.wait_for(email)[0].text
    assert f"{PUBLIC_URL}/verify-email?token=" in text


def test_mail_goes_out_by_smtp(serve: Start, tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    with MailSink(folder) as sink:
        api = Api(serve(MAIL_URL=sink.url).base_url, Mailbox(folder))
        api.login(*api.register_verified())


def test_lost_mail_server_is_no_error(serve: Start, tmp_path: Path) -> None:
    service = serve(MAIL_URL="smtp://127.0.0.1:9")
    api = Api(service.base_url, Mailbox(tmp_path))
    assert api.register(new_email(), new_password()).status_code == 202


def test_listed_origin_may_read(serve: Start) -> None:
    site = connect(serve(CORS_ORIGINS=f"https://other.example,{ORIGIN}").base_url)
    fields = site.get("/api/v1/nowhere", headers={"Origin": ORIGIN}).headers
    assert fields["access-control-allow-origin"] == ORIGIN
    assert "origin" in fields["vary"].lower()
    refused = site.get("/api/v1/nowhere", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in refused.headers


def test_listed_origin_may_ask_first(serve: Start) -> None:
    site = connect(serve(CORS_ORIGINS=ORIGIN).base_url)
    asked = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    answer = site.options("/api/v1/users/me", headers=asked)
    assert answer.status_code in {200, 204}
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert "PATCH" in answer.headers["access-control-allow-methods"]
    assert "authorization" in answer.headers["access-control-allow-headers"].lower()


@pytest.mark.parametrize(
    "asked",
    [
        {"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"},
        {"Origin": "null", "Access-Control-Request-Method": "GET"},
        {"Origin": f"{ORIGIN}.evil.example", "Access-Control-Request-Method": "GET"},
        {"Origin": ORIGIN.upper(), "Access-Control-Request-Method": "\u00ff"},
    ],
)
def test_other_origins_are_told_nothing(serve_cors: httpx.Client, asked: dict[str, str]) -> None:
    fields = {name.encode(): value.encode("latin-1") for name, value in asked.items()}
    answer = serve_cors.options("/api/v1/users/me", headers=fields)
    assert answer.status_code in {200, 204, 400, 403}
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("asked", [("PROPFIND", "x-api-key"), ("GET", "cookie, x-evil"), ("TRACE", "accept")])
def test_unknown_wishes_are_not_granted(serve_cors: httpx.Client, asked: tuple[str, str]) -> None:
    names = ("Access-Control-Request-Method", "Access-Control-Request-Headers")
    answer = serve_cors.options("/api/v1/users/me", headers={"Origin": ORIGIN} | dict(zip(names, asked, strict=True)))
    granted = answer.headers.get("access-control-allow-headers", "").lower()
    assert "x-evil" not in granted
    assert asked[0] == "GET" or asked[0] not in answer.headers.get("access-control-allow-methods", "")


def test_no_origin_may_send_cookies(serve_cors: httpx.Client) -> None:
    answer = serve_cors.get("/api/v1/users/me", headers={"Origin": ORIGIN})
    assert "access-control-allow-credentials" not in answer.headers
    assert answer.headers["access-control-allow-origin"] != "*"


def test_allowed_hosts_are_read(serve: Start) -> None:
    site = connect(serve(ALLOWED_HOSTS="one.example,two.example").base_url)
    check_problem(site.get("/api/v1/users/me"), 400)
    for host in ("one.example", "two.example", "two.example:8443"):
        check_problem(site.get("/api/v1/users/me", headers={"Host": host}), 401)


def test_hosts_ignore_case(serve: Start) -> None:
    site = connect(serve(ALLOWED_HOSTS="One.example").base_url)
    check_problem(site.get("/api/v1/users/me", headers={"Host": "oNE.example"}), 401)


def test_body_limit_is_read(serve: Start) -> None:
    site = connect(serve(MAX_BODY_BYTES="100").base_url)
    headers = {"Content-Type": "application/json"}
    path = "/api/v1/auth/login"
    check_problem(site.post(path, content=b" " * 100 + b"{", headers=headers), 413)
    check_problem(site.post(path, content=b'{"email": "x"}', headers=headers), 422)


def test_rotated_key_logs_nobody_out(serve: Start, service: Service, login_at: Callable[[Service], Session]) -> None:
    session = login_at(service)
    old = service.environment["SECRET_KEY"]
    fresh = new_password() + new_password()
    moved = serve(SECRET_KEY=fresh, SECRET_KEY_FALLBACKS=old)
    api = Api(moved.base_url, Mailbox(Path()))
    assert api.bearer(session.access_token).get("/users/me").status_code == 200
    assert api.refresh(session.refresh_token).status_code == 200


def test_dropped_key_ends_its_tokens(serve: Start, service: Service, login_at: Callable[[Service], Session]) -> None:
    session = login_at(service)
    api = Api(serve(SECRET_KEY=new_password() + new_password()).base_url, Mailbox(Path()))
    check_problem(api.bearer(session.access_token).get("/users/me"), 401)


def test_start_is_quick(serve: Start) -> None:
    began = time.monotonic()
    serve()
    assert time.monotonic() - began < 15
