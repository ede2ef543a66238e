"""No body makes a 5xx: every client here fails its test on one."""

import json

import httpx
import pytest

from contract.client import Api, Session

JSON = {"Content-Type": "application/json"}
DEEP = 100_000
NUL = "a\x00b"
SURROGATE = "\\ud800"
BIG_NUMBERS = [
    "NaN",
    "Infinity",
    "-Infinity",
    "1e999",
    "-1e999",
    str(2**63),
    str(2**64),
    str(10**400),
    "1" * 5000,
    "-0.0",
]
VALUES = [
    '""',
    "0",
    "true",
    "null",
    "[]",
    "{}",
    '[["x"]]',
    '{"a": {"b": 1}}',
    '"\\u0000"',
    f'"{SURROGATE}"',
    '"\\udc00\\ud800"',
    '"\\uffff"',
]
BODIES = [
    pytest.param(b"[" * DEEP, id="deep-open"),
    pytest.param(b"[" * DEEP + b"]" * DEEP, id="deep-arrays"),
    pytest.param(b'{"name":' * DEEP + b"1" + b"}" * DEEP, id="deep-objects"),
    pytest.param(b'{"name": "\xff\xfe"}', id="invalid-utf8"),
    pytest.param(b'{"name": "\xed\xa0\x80"}', id="utf8-surrogate"),
    pytest.param(b'{"name": "\xc0\xaf"}', id="overlong-utf8"),
    pytest.param(b"\x00", id="nul"),
    pytest.param(b'{"\x00": 1}', id="nul-key"),
    pytest.param(b'{"name": "a\x00b"}', id="raw-nul"),
    pytest.param(b'{"\\ud800": 1}', id="surrogate-key"),
    pytest.param(b'{"name": "a", "name": "b"}', id="twice"),
    pytest.param(b'{"__proto__": {}, "__class__": 1}', id="python-names"),
    pytest.param(b"\xff\xfe{\x00}\x00", id="utf16"),
    pytest.param("{}".encode("utf-32"), id="utf32"),
]


def is_refused(response: httpx.Response) -> bool:
    return 400 <= response.status_code < 500


@pytest.mark.parametrize("body", BODIES)
def test_hostile_body_is_answered(alice: Session, body: bytes) -> None:
    answer = alice.http.patch("/users/me", content=body, headers=JSON)
    assert is_refused(answer) or (body.count(b"name") == 2 and answer.status_code == 200)


@pytest.mark.parametrize("value", [*BIG_NUMBERS, *VALUES])
@pytest.mark.parametrize(
    "template",
    [
        '{"email": %s, "password": "x"}',
        '{"email": "a@example.com", "password": %s}',
        '{"surprise": %s}',
        "%s",
    ],
)
def test_hostile_login_is_refused(api: Api, template: str, value: str) -> None:
    body = (template % value).encode()
    assert is_refused(api.anonymous.post("/auth/login", content=body, headers=JSON))


@pytest.mark.parametrize("value", [*BIG_NUMBERS, *VALUES[1:]])
def test_hostile_name_is_refused(alice: Session, value: str) -> None:
    body = f'{{"name": {value}}}'.encode()
    answer = alice.http.patch("/users/me", content=body, headers=JSON)
    assert is_refused(answer) or (value in {"null", '"\\uffff"'} and answer.status_code == 200)


@pytest.mark.parametrize("word", [NUL, "x" * 100_000, "\U0010ffff", "\u202e", "' OR 1=1 --", "{{7*7}}", "$(id)"])
@pytest.mark.parametrize("path", ["verify-email", "refresh", "reset-password", "forgot-password", "login", "register"])
def test_hostile_words_are_answered(api: Api, path: str, word: str) -> None:
    members = ("token", "refresh_token", "email", "password")
    names = {"verify-email": [0], "refresh": [1], "reset-password": [0, 3], "forgot-password": [2]}
    body = {members[index]: word for index in names.get(path, [2, 3])}
    assert is_refused(api.anonymous.post(f"/auth/{path}", json=body))


@pytest.mark.parametrize("word", [b"%00", b"%ff", b"%ED%A0%80", b"a" * 50_000, b"&&&", b"=%"])
def test_hostile_form_is_refused(api: Api, word: bytes) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    body = b"username=" + word + b"&password=" + word
    assert is_refused(api.anonymous.post("/auth/token", content=body, headers=kind))


@pytest.mark.example
@pytest.mark.parametrize("value", [*BIG_NUMBERS, *VALUES])
@pytest.mark.parametrize("field", ["title", "body", "tags"])
def test_hostile_note_is_answered(alice: Session, field: str, value: str) -> None:
    harmless = json.dumps({"title": "x", "body": "", "tags": []} | {field: "@"})
    body = harmless.replace('"@"', value).encode()
    answer = alice.http.post("/notes", content=body, headers=JSON)
    assert is_refused(answer) or answer.status_code == 201


@pytest.mark.example
def test_stored_text_comes_back(alice: Session) -> None:
    text = "\U0010ffff \ufffe \u2028 \r\n\t \u202e <script> \\ \" ' %00"
    note = alice.http.post("/notes", json={"title": "x", "body": text})
    assert note.status_code in {201, 422}
    assert note.status_code == 422 or note.json()["body"] == text
