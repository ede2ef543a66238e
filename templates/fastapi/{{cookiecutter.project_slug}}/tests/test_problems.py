import pytest
from fastapi import FastAPI
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from {{ cookiecutter.package_name }}.main import create_app
from {{ cookiecutter.package_name }}.settings import get_settings

from .callers import V1, Client, code_of

CAUSE = Exception("a secret cause")


def app_that_raises(error: Exception) -> FastAPI:
    app = create_app(get_settings())

    @app.get("/fail")
    async def fail() -> None:
        raise error

    return app


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ValueError("a secret cause"), (500, "internal-server-error")),
        (FileNotFoundError("a secret cause"), (500, "internal-server-error")),
        (ProgrammingError("", None, CAUSE), (500, "internal-server-error")),
        (OperationalError("", None, CAUSE), (503, "unavailable")),
        (ProgrammingError("", None, CAUSE, connection_invalidated=True), (503, "unavailable")),
        (PoolTimeout("a secret cause"), (503, "unavailable")),
        (ConnectionRefusedError("a secret cause"), (503, "unavailable")),
        (IntegrityError("", None, CAUSE), (409, "conflict")),
        (StaleDataError("a secret cause"), (409, "conflict")),
        (HTTPException(410), (410, "gone")),
    ],
)
async def test_errors_have_a_status(error: Exception, expected: tuple[int, str]) -> None:
    answer = await Client(app_that_raises(error)).get("/fail")
    assert code_of(answer) == expected
    assert "secret" not in answer.text


async def test_unavailable_says_when_to_return() -> None:
    answer = await Client(app_that_raises(PoolTimeout())).get("/fail")
    assert answer.headers["Retry-After"] == "2"


async def test_crash_keeps_the_headers() -> None:
    answer = await Client(app_that_raises(ValueError())).get("/fail")
    assert answer.headers["X-Request-ID"] == answer.json()["request_id"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_problem_has_all_members(anonymous: Client) -> None:
    answer = await anonymous.get("/nowhere")
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing here.",
        "instance": "/nowhere",
        "code": "not-found",
        "request_id": answer.headers["X-Request-ID"],
    }


async def test_wrong_method_names_right_ones(anonymous: Client) -> None:
    answer = await anonymous.put(f"{V1}/users/me")
    assert code_of(answer) == (405, "method-not-allowed")
    assert answer.headers["Allow"] == "DELETE, GET, HEAD, PATCH"


@pytest.mark.parametrize("path", [f"{V1}/users/me/", f"{V1}//users/me", "/%00"])
async def test_odd_path_is_404(anonymous: Client, path: str) -> None:
    assert code_of(await anonymous.get(path)) == (404, "not-found")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 100_000, b"\xff\xfe{\x00}\x00", b'{"a": "\xff"}']
)
async def test_malformed_json_is_400(client: Client, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await client.patch(f"{V1}/users/me", content=body or b"{]", headers=headers)
    assert answer.status_code == 400


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
async def test_other_body_is_415(client: Client, kind: str) -> None:
    answer = await client.patch(f"{V1}/users/me", content=b"{}", headers={"Content-Type": kind})
    assert code_of(answer) == (415, "unsupported-media-type")
