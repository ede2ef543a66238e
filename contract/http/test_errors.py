"""Errors of the framework's own: paths, methods, types and bodies that do not fit."""

import httpx
import pytest

from contract.client import Api, Session
from contract.problems import check_problem, invalid_fields

JSON = {"Content-Type": "application/json"}


def allowed(response: httpx.Response) -> set[str]:
    return {method.strip() for method in response.headers["allow"].split(",")}


@pytest.mark.parametrize("path", ["/nowhere", "/users/me/nowhere", "/auth", "/"])
def test_unknown_api_path_is_404(api: Api, path: str) -> None:
    problem = check_problem(api.anonymous.get(path), 404, "not-found")
    assert problem["instance"] == f"/api/v1{path}"


@pytest.mark.parametrize("path", ["/", "/nowhere", "/api", "/api/v2/notes", "/.env"])
def test_unknown_path_is_404(site: httpx.Client, path: str) -> None:
    check_problem(site.get(path), 404, "not-found")


def test_climbing_path_is_refused(site: httpx.Client, refused_by_proxy: set[int]) -> None:
    assert check_problem(site.get("/%2e%2e/x"))["status"] in {404} | refused_by_proxy


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/auth/login", {"POST"}),
        ("DELETE", "/auth/register", {"POST"}),
        ("POST", "/users/me", {"GET", "PATCH", "DELETE"}),
        ("PUT", "/users/me", {"GET", "PATCH", "DELETE"}),
    ],
)
def test_wrong_method_is_405(alice: Session, method: str, path: str, allow: set[str]) -> None:
    answer = alice.http.request(method, path)
    check_problem(answer, 405, "method-not-allowed")
    assert allow <= allowed(answer) <= allow | {"HEAD", "OPTIONS"}


@pytest.mark.parametrize("method", ["FOO", "TRACE", "PROPFIND", "M-SEARCH"])
def test_odd_method_is_405(alice: Session, method: str) -> None:
    check_problem(alice.http.request(method, "/users/me"), 405)


@pytest.mark.parametrize("accept", ["text/html", "image/png, text/*", "application/json;q=0"])
def test_no_json_accepted_is_406(alice: Session, accept: str) -> None:
    check_problem(alice.http.get("/users/me", headers={"Accept": accept}), 406)


@pytest.mark.parametrize(
    "accept",
    [
        "*/*",
        "application/*",
        "application/json",
        "text/html, application/json;q=0.1",
        "text/html, */*;q=0.1",
    ],
)
def test_json_accepted_is_200(alice: Session, accept: str) -> None:
    answer = alice.http.get("/users/me", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == "application/json"


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "nonsense"])
def test_other_body_type_is_415(alice: Session, kind: str) -> None:
    answer = alice.http.patch("/users/me", content=b'{"name": "x"}', headers={"Content-Type": kind})
    check_problem(answer, 415)


def test_form_body_is_415(api: Api) -> None:
    check_problem(api.anonymous.post("/auth/login", data={"email": "a@example.com"}), 415)


def test_charset_is_accepted(alice: Session) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert alice.http.patch("/users/me", content=b"{}", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "body", [b"{", b"{'a': 1}", b"{} x", b"nul", b'{"a":}', b"\xef\xbb\xbf{", b"\xff\xfe{\x00}\x00"]
)
def test_malformed_json_is_400(alice: Session, body: bytes) -> None:
    check_problem(alice.http.patch("/users/me", content=body, headers=JSON), 400)


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"7", b"null", b"true"])
def test_body_is_an_object(alice: Session, body: bytes) -> None:
    invalid_fields(alice.http.patch("/users/me", content=body, headers=JSON))


def test_missing_body_is_refused(api: Api) -> None:
    answer = api.anonymous.post("/auth/login")
    assert check_problem(answer)["status"] in {400, 415, 422}


def test_head_answers_as_get(site: httpx.Client) -> None:
    answer = site.head("/health/live")
    assert (answer.status_code, answer.content) == (200, b"")


def test_message_echoes_no_value(api: Api) -> None:
    secret = "a-secret-that-nobody-may-see" * 9
    answer = api.anonymous.post("/auth/register", json={"email": "x", "password": secret})
    assert secret not in answer.text
