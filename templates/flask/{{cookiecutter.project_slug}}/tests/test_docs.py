import re
from typing import Any

import pytest
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from {{ cookiecutter.package_name }}.factory import create_app
from {{ cookiecutter.package_name }}.settings import get_settings

from .callers import V1, Client


@pytest.fixture
def document(anonymous: Client) -> dict[str, Any]:
    found: dict[str, Any] = anonymous.get(f"{V1}/openapi.json").get_json()
    return found


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        operation["operationId"]: operation
        for path in document["paths"].values()
        for operation in path.values()
    }


def test_document_is_valid(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_operations_list_their_errors(document: dict[str, Any]) -> None:
    statuses = {name: set(found["responses"]) for name, found in operations(document).items()}
    assert statuses["get_me"] == {"200", "400", "401", "406", "503"}
    assert statuses["update_user"] >= {"403", "404", "409", "413", "415", "422"}
    assert statuses["list_users"] >= {"414", "422"}
    assert statuses["issue_token"] >= {"200", "401", "403", "415"}


def test_errors_are_problems(document: dict[str, Any]) -> None:
    for operation in operations(document).values():
        for status, answer in operation["responses"].items():
            assert (status < "400") or set(answer["content"]) == {"application/problem+json"}


def test_public_operations_need_no_token(document: dict[str, Any]) -> None:
    public = {name for name, found in operations(document).items() if not found["security"]}
    assert public == {
        "register",
        "verify_email",
        "login",
        "issue_token",
        "refresh",
        "forgot_password",
        "reset_password",
    }


def scripts(page: TestResponse) -> list[str]:
    return re.findall(r'(?:src|href)="([^"]+)"', page.text)


@pytest.mark.parametrize("name", ["docs", "redoc"])
def test_pages_load_only_own_assets(anonymous: Client, name: str) -> None:
    page = anonymous.get(f"{V1}/{name}", headers={"Accept": "text/html"})
    assert "unsafe-eval" not in page.headers["Content-Security-Policy"]
    for path in scripts(page):
        assert anonymous.get(f"{V1}/{path}").status_code == 200


def test_unknown_asset_is_404(anonymous: Client) -> None:
    assert anonymous.get(f"{V1}/docs/secrets.txt").status_code == 404


@pytest.mark.parametrize("name", ["openapi.json", "docs", "redoc", "docs/redoc.js"])
def test_docs_can_be_off(name: str) -> None:
    app = create_app(get_settings().model_copy(update={"docs_enabled": False}))
    assert app.test_client().get(f"{V1}/{name}").status_code == 404
