from typing import Any

import pytest
from drf_spectacular.validation import validate_schema

from .client import V1, Client

BODIES = {"post", "patch"}


@pytest.fixture
def document(anyone: Client) -> Any:  # noqa: ANN401 - any JSON
    return anyone.get(f"{V1}/openapi.json").json()


def operations(document: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - any JSON
    return [pair for methods in document["paths"].values() for pair in methods.items()]


def test_document_is_valid(document: Any) -> None:  # noqa: ANN401 - any JSON
    validate_schema(document)  # type: ignore[no-untyped-call]  # the library does not type it
    assert document["openapi"].startswith("3.1")


def test_operations_are_named(document: Any) -> None:  # noqa: ANN401 - any JSON
    names = {operation["operationId"] for _, operation in operations(document)}
    assert {"register", "get_me", "list_users"} <= names
    assert len(names) == len(operations(document))


def test_errors_are_problems(document: Any) -> None:  # noqa: ANN401 - any JSON
    for _, operation in operations(document):
        for status, response in operation["responses"].items():
            assert ("application/problem+json" in response.get("content", {})) == (status >= "400")


def test_bodies_are_closed(document: Any) -> None:  # noqa: ANN401 - any JSON
    assert document["components"]["schemas"]["Registration"]["additionalProperties"] is False


@pytest.mark.parametrize(
    ("name", "status"), [("login", "429"), ("change_password", "429"), ("list_users", "414")]
)
def test_refusal_is_described(document: Any, name: str, status: str) -> None:  # noqa: ANN401 - any JSON
    (operation,) = [
        operation for _, operation in operations(document) if operation["operationId"] == name
    ]
    assert status in operation["responses"]


def test_pages_are_named(document: Any) -> None:  # noqa: ANN401 - any JSON
    assert document["components"]["schemas"]["UserPage"]["required"] == ["items", "next"]


@pytest.mark.parametrize("page", ["docs", "redoc"])
def test_page_loads_from_here(anyone: Client, page: str) -> None:
    answer = anyone.get(f"{V1}/{page}", HTTP_ACCEPT="text/html")
    assert answer.status_code == 200
    assert "//" not in answer.content.decode()
    assert "'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["swagger-ui.css", "swagger-ui.js", "redoc.js"])
def test_asset_is_served(anyone: Client, name: str) -> None:
    assert len(anyone.get(f"{V1}/docs/{name}").content) > 10_000


def test_other_assets_are_unknown(anyone: Client) -> None:
    assert anyone.get(f"{V1}/docs/secrets.txt").status_code == 404
