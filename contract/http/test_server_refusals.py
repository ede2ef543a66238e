"""What the server refuses before the service sees it is a problem document too."""

import pytest

from contract.client import Api, check_answer
from contract.problems import check_problem
from contract.raw import ask, request_bytes

pytestmark = pytest.mark.direct

ME = "/api/v1/users/me"
BAD_REQUEST, URI_TOO_LONG, FIELDS_TOO_LARGE = 400, 414, 431


def refused(api: Api, request: bytes, *statuses: int) -> None:
    answer = ask(api.base_url, request)
    check_answer(answer)
    assert check_problem(answer)["status"] in statuses, answer.text


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET",
        b"GET /health/live",
        b"GET /health/live HTTP/9.9",
        b"GET /health/live HTTQ/1.1",
        b"GET  /health/live HTTP/1.1",
        b"G\x01T /health/live HTTP/1.1",
        b"GET /health/live\x01 HTTP/1.1",
        b"\x16\x03\x01\x02\x00\x01",
        b"\x00\x00\x00",
    ],
)
def test_malformed_request_line_is_400(api: Api, request_line: bytes) -> None:
    refused(api, request_line + b"\r\nHost: 127.0.0.1\r\n\r\n", BAD_REQUEST)


@pytest.mark.parametrize("path", ["/" + "x" * 9000, ME + "?" + "a=1&" * 2500, "/" + "x" * 70_000])
def test_long_request_line_is_414(api: Api, path: str) -> None:
    answer = ask(api.base_url, request_bytes(api.base_url, path=path))
    check_answer(answer)
    check_problem(answer, URI_TOO_LONG, "uri-too-long")


@pytest.mark.parametrize("length", [4000, 8100])
def test_shorter_request_line_is_read(api: Api, length: int) -> None:
    path = f"{ME}?a={'x' * (length - len(ME))}"
    answer = ask(api.base_url, request_bytes(api.base_url, path=path))
    check_problem(answer, 401)


@pytest.mark.parametrize(
    "fields",
    [("X: " + "y" * 9000,), ("X: " + "y" * 70_000,), tuple(f"X-{number}: y" for number in range(500))],
    ids=["long", "longer", "many"],
)
def test_large_fields_are_refused(api: Api, fields: tuple[str, ...]) -> None:
    answer = ask(api.base_url, request_bytes(api.base_url, path=ME, headers=fields))
    check_answer(answer)
    # A server may take them: then the request lacks its bearer.
    assert check_problem(answer)["status"] in {FIELDS_TOO_LARGE, BAD_REQUEST, 401}


def test_largest_fields_are_431(api: Api) -> None:
    refused(api, request_bytes(api.base_url, path=ME, headers=("X: " + "y" * 200_000,)), FIELDS_TOO_LARGE, BAD_REQUEST)


@pytest.mark.parametrize(
    "field",
    [
        "Content-Length: -1",
        "Content-Length: x",
        "Content-Length: 1\r\nContent-Length: 2",
        "No colon",
        ": no name",
        "Bad name: x",
        "X: a\x00b",
        "Host: second.example",
    ],
)
def test_malformed_field_is_400(api: Api, field: str) -> None:
    refused(api, request_bytes(api.base_url, path=ME, headers=(field,)), BAD_REQUEST)


def test_missing_host_is_400(api: Api) -> None:
    refused(api, f"GET {ME} HTTP/1.1\r\n\r\n".encode(), BAD_REQUEST)


def test_malformed_chunk_is_400(api: Api) -> None:
    fields = ("Content-Type: application/json", "Transfer-Encoding: chunked")
    request = request_bytes(api.base_url, method="POST", path="/api/v1/auth/login", headers=fields)
    refused(api, request + b"nonsense\r\n{}\r\n0\r\n\r\n", BAD_REQUEST)


def test_unknown_coding_is_refused(api: Api) -> None:
    request = request_bytes(api.base_url, path=ME, headers=("Transfer-Encoding: nonsense",))
    answer = ask(api.base_url, request)
    assert check_problem(answer)["status"] in {BAD_REQUEST, 501}, "RFC 9112, section 6.1"
