from typing import Any

import pytest

from .client import V1, Client

JSON = "application/json"
LOGIN = f"{V1}/auth/login"
STATUSES = {"big": 413, "denied": 403, "gone": 404, "clash": 409, "down": 503, "crash": 500}


def send(caller: Client, body: bytes, kind: str = JSON) -> Any:  # noqa: ANN401 - what the client returns
    return caller.post(LOGIN, body, content_type=kind)


@pytest.mark.urls("tests.faults")
@pytest.mark.parametrize("place", ["api", "django"])
@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_fault_is_a_problem(anyone: Client, place: str, name: str, status: int) -> None:
    answer = anyone.get(f"/{place}/{name}")
    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (status, status)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["request_id"] == answer.headers["X-Request-ID"]
    assert "secret" not in answer.content.decode()


@pytest.mark.urls("tests.faults")
def test_bad_request_is_400(anyone: Client) -> None:
    assert anyone.get("/django/bad").status_code == 400


@pytest.mark.urls("tests.faults")
def test_database_down_says_when(anyone: Client) -> None:
    assert anyone.get("/api/down").headers["Retry-After"] == "2"


@pytest.mark.parametrize("path", ["/", "/nowhere", f"{V1}/users/me/", f"{V1}/users/x"])
def test_unknown_path_is_404(anyone: Client, path: str) -> None:
    problem = anyone.get(path).json()
    assert (problem["status"], problem["code"], problem["instance"]) == (404, "not-found", path)


@pytest.mark.parametrize("method", ["GET", "OPTIONS", "TRACE", "FOO"])
def test_other_method_is_405(anyone: Client, method: str) -> None:
    answer = anyone.generic(method, LOGIN)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff", b'{"a": NaN}', b"[" * 100_000, b"9" * 5000],
    ids=["open", "latin", "nan", "deep", "long"],
)
def test_malformed_json_is_400(anyone: Client, body: bytes) -> None:
    answer = send(anyone, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-json")


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b'{"email": 1e999, "\\ud800": 1}'])
def test_wrong_json_is_422(anyone: Client, body: bytes) -> None:
    answer = send(anyone, body)
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_other_type_is_415(anyone: Client) -> None:
    assert send(anyone, b"x", "text/plain").status_code == 415


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("text/html", 406),
        ("application/json;q=0", 406),
        ("*/*", 422),
        ("application/*", 422),
        ("application/problem+json", 422),
    ],
)
def test_callers_take_json(anyone: Client, accept: str, status: int) -> None:
    assert anyone.post(LOGIN, {}, HTTP_ACCEPT=accept).status_code == status
