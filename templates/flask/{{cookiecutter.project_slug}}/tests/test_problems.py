from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import ImATeapot
from werkzeug.routing import RequestRedirect

from {{ cookiecutter.package_name }}.factory import create_app
from {{ cookiecutter.package_name }}.settings import get_settings

from .callers import V1, Client, code_of

CAUSE = Exception("a secret cause")


@pytest.fixture
def broken() -> Iterator[Flask]:
    """Make an application one endpoint of which raises what it is given."""
    app = create_app(get_settings())
    yield app
    app.extensions["database"].engine.dispose()


def raising(app: Flask, error: Exception) -> Client:
    def fail() -> str:
        raise error

    app.add_url_rule("/fail", view_func=fail)
    app.test_client_class = Client
    client = app.test_client()
    assert isinstance(client, Client)
    return client


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ValueError("a secret cause"), (500, "internal-server-error")),
        (ProgrammingError("", None, CAUSE), (500, "internal-server-error")),
        (OperationalError("", None, CAUSE), (503, "unavailable")),
        (ProgrammingError("", None, CAUSE, connection_invalidated=True), (503, "unavailable")),
        (PoolTimeout("a secret cause"), (503, "unavailable")),
        (IntegrityError("", None, CAUSE), (409, "conflict")),
        (StaleDataError("a secret cause"), (409, "conflict")),
        (ImATeapot(), (418, "i'm-a-teapot")),
    ],
)
def test_errors_have_a_status(broken: Flask, error: Exception, expected: tuple[int, str]) -> None:
    answer = raising(broken, error).get("/fail")
    assert code_of(answer) == expected
    assert "secret" not in answer.text


def test_unavailable_says_when_to_return(broken: Flask) -> None:
    answer = raising(broken, PoolTimeout()).get("/fail")
    assert answer.headers["Retry-After"] == "2"


def test_redirect_is_no_error(broken: Flask) -> None:
    answer = raising(broken, RequestRedirect("/elsewhere")).get("/fail")
    assert (answer.status_code, answer.location) == (308, "/elsewhere")


def test_problem_has_all_members(anonymous: Client) -> None:
    answer = anonymous.get("/nowhere")
    assert answer.get_json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing here.",
        "instance": "/nowhere",
        "code": "not-found",
        "request_id": answer.headers["X-Request-ID"],
    }


def test_wrong_method_names_right_ones(anonymous: Client) -> None:
    answer = anonymous.get(f"{V1}/auth/login")
    assert code_of(answer) == (405, "method-not-allowed")
    assert set(answer.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


@pytest.mark.parametrize("path", [f"{V1}/users/me/", f"{V1}//users/me", "/%00", "//"])
def test_odd_path_is_404(anonymous: Client, path: str) -> None:
    assert code_of(anonymous.get(path)) == (404, "not-found")
