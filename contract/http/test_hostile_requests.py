"""No request line, header field or query makes a 5xx."""

import json

import pytest

from contract.client import Api, Session, new_email, new_password
from contract.crowd import at_once
from contract.raw import CLOSED, open_socket, read_answer, request_bytes, send

ME = "/api/v1/users/me"
REFUSED = {CLOSED, *range(400, 500)}
NOT_5XX = {CLOSED, *range(200, 500)}


def replace_host(request: bytes, *hosts: bytes) -> bytes:
    first, _, rest = request.partition(b"\r\n")
    _, _, rest = rest.partition(b"\r\n")
    return b"\r\n".join([first, *(b"Host: " + host for host in hosts), rest])


@pytest.mark.parametrize(
    "hosts",
    [
        (b"127.0.0.1", b"evil.example"),
        (b"127.0.0.1", b"127.0.0.1"),
        (),
        (b"",),
        (b"\xff\xfe",),
        (b"a b",),
        (b"127.0.0.1:99999999",),
        (b"127.0.0.1:x",),
        (b"[",),
        (b"@",),
        (b"x" * 5000,),
        (b"127.0.0.1/x",),
    ],
)
def test_odd_host_is_refused(api: Api, hosts: tuple[bytes, ...]) -> None:
    request = replace_host(request_bytes(api.base_url, path="/api/v1/nowhere"), *hosts)
    assert send(api.base_url, request)[0] in REFUSED


@pytest.mark.parametrize("method", ["FOO", "get", "G\xe9T", "X" * 300, "GET!", "-", "CONNECT", "PRI"])
def test_odd_method_is_no_5xx(api: Api, method: str) -> None:
    assert send(api.base_url, request_bytes(api.base_url, method=method, path=ME))[0] in REFUSED


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/%ff",
        "/api/v1/users/%00",
        "/api/v1/users/\xff",
        "/api/v1/notes/%ED%A0%80",
        "//",
        "/..",
        "/api/v1/../../etc/passwd",
        "/api/v1/users/me/",
        "/api//v1/users/me",
        "*",
        "http://evil.example/api/v1/users/me",
        "/" + "x" * 20_000,
        "/%",
        "/?%",
        "x",
        "/api/v1/notes?cursor=%ff",
        "/api/v1/notes?q=%00",
        "/api/v1/users/me?" + "a=1&" * 1500,
        "/api/v1/docs/../../x",
    ],
)
def test_odd_path_is_no_5xx(api: Api, path: str) -> None:
    assert send(api.base_url, request_bytes(api.base_url, path=path))[0] in NOT_5XX


@pytest.mark.parametrize(
    "field",
    [
        "Authorization: Bearer \xff",
        "Authorization: Bearer a\x00b",
        "Cookie: \xff=\xfe; sessionid=x",
        "X-Forwarded-For: \xff, ,",
        "Accept: \xff",
        "Accept: " + "a/b," * 1000,
        "Accept-Language: \xff",
        "Range: bytes=9-1",
        "If-None-Match: \x01",
        "Content-Length: -1",
        "Content-Length: x",
        "Content-Length: 1\r\nContent-Length: 2",
        "Content-Length: 1\r\nTransfer-Encoding: chunked",
        "Expect: nonsense",
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13",
        "X: " + "y" * 70_000,
        "No colon",
        ": no name",
        "Origin: \xff",
        "Content-Type: \xff",
        "Content-Encoding: nonsense",
    ],
)
def test_odd_field_is_no_5xx(api: Api, field: str) -> None:
    assert send(api.base_url, request_bytes(api.base_url, path=ME, headers=(field,)))[0] in REFUSED


def test_unknown_coding_is_refused(api: Api) -> None:
    request = request_bytes(api.base_url, path=ME, headers=("Transfer-Encoding: nonsense",))
    assert send(api.base_url, request)[0] in REFUSED | {501}, "RFC 9112, section 6.1"


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01",
        b"\r\n\r\n\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x00" * 100,
    ],
)
def test_garbage_is_no_5xx(api: Api, garbage: bytes) -> None:
    with open_socket(api.base_url, seconds=3) as connection:
        connection.sendall(garbage)
        connection.shutdown(1)
        assert read_answer(connection)[0] in REFUSED


def test_charset_of_a_body_is_harmless(api: Api) -> None:
    for charset in ("nonsense", "utf-16", "\xff", "utf-7", "idna", "rot13"):
        fields = (f"Content-Type: application/json; charset={charset}",)
        request = request_bytes(api.base_url, method="POST", path="/api/v1/auth/login", headers=fields, body=b"{}")
        assert send(api.base_url, request)[0] in REFUSED


@pytest.mark.example
@pytest.mark.parametrize("name", ["limit", "cursor", "q", "tag", "sort"])
@pytest.mark.parametrize(
    "value",
    [
        "%00",
        "%ff",
        "%ED%A0%80",
        "-1",
        "1e999",
        "NaN",
        "9" * 30,
        "",
        "[]",
        "x" * 3000,
        "%F0%9F%98%80",
        "null",
    ],
)
def test_odd_query_is_no_5xx(alice: Session, name: str, value: str) -> None:
    assert alice.http.get(f"/notes?{name}={value}&{name}={value}").status_code in {200, 422, 400}


@pytest.mark.example
def test_equal_notes_are_all_kept(api: Api) -> None:
    carol = api.register_and_login()
    body = {"title": "Same", "tags": ["new-tag", "other-tag"]}
    answers = at_once(20, lambda: carol.http.post("/notes", json=body))
    assert {answer.status_code for answer in answers} == {201}
    tags = carol.http.get("/tags").json()["items"]
    assert sorted(json.dumps(tag, sort_keys=True).count("20") for tag in tags) == [1, 1]


@pytest.mark.example
def test_equal_deletions_are_no_5xx(alice: Session) -> None:
    note = alice.http.post("/notes", json={"title": "Short-lived"}).json()["id"]
    statuses = [answer.status_code for answer in at_once(20, lambda: alice.http.delete(f"/notes/{note}"))]
    assert set(statuses) <= {204, 404}
    assert 204 in statuses


def test_equal_changes_are_no_5xx(alice: Session) -> None:
    answers = at_once(20, lambda: alice.http.patch("/users/me", json={"name": "Same"}))
    assert {answer.status_code for answer in answers} == {200}


def test_equal_verifications_work_once(api: Api) -> None:
    email = new_email()
    api.register(email, new_password())
    body = {"token": api.mailbox.wait_for_token(email, "verify-email")}
    answers = at_once(20, lambda: api.anonymous.post("/auth/verify-email", json=body))
    assert [answer.status_code for answer in answers].count(204) == 1


def test_equal_resets_work_once(api: Api) -> None:
    email, _ = api.register_verified()
    body = {"token": api.forgotten_password_token(email), "password": "a-new-strong-one-7"}
    answers = at_once(20, lambda: api.anonymous.post("/auth/reset-password", json=body))
    assert [answer.status_code for answer in answers].count(204) == 1


def test_equal_departures_are_no_5xx(api: Api) -> None:
    carol = api.register_and_login()
    answers = at_once(20, lambda: carol.http.delete("/users/me"))
    assert {answer.status_code for answer in answers} <= {204, 401}
