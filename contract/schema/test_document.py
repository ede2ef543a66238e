"""The OpenAPI document: valid, complete, and shown without any third party."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from openapi_spec_validator import validate

PROBLEM = "application/problem+json"
METHODS = {"get", "post", "patch", "delete", "put"}
# What each operation of section 1 answers, beside the 500 of a crash.
STATUSES = {
    ("post", "/auth/register"): {202, 400, 413, 415, 422, 429},
    ("post", "/auth/verify-email"): {204, 400, 413, 415, 422, 429},
    ("post", "/auth/login"): {200, 400, 401, 403, 413, 415, 422, 429},
    ("post", "/auth/token"): {200, 401, 403, 413, 415, 422, 429},
    ("post", "/auth/refresh"): {200, 400, 401, 413, 415, 422},
    ("post", "/auth/logout"): {204, 400, 401, 413, 415, 422},
    ("post", "/auth/forgot-password"): {202, 400, 413, 415, 422, 429},
    ("post", "/auth/reset-password"): {204, 400, 413, 415, 422, 429},
    ("post", "/auth/change-password"): {204, 400, 401, 413, 415, 422, 429},
    ("get", "/users/me"): {200, 401},
    ("patch", "/users/me"): {200, 400, 401, 413, 415, 422},
    ("delete", "/users/me"): {204, 401, 409},
    ("get", "/users"): {200, 401, 403, 414, 422},
    ("get", "/users/{id}"): {200, 401, 403, 404},
    ("patch", "/users/{id}"): {200, 400, 401, 403, 404, 409, 413, 415, 422},
    ("delete", "/users/{id}"): {204, 401, 403, 404, 409},
}
EXAMPLE_STATUSES = {
    ("get", "/notes"): {200, 401, 414, 422},
    ("post", "/notes"): {201, 400, 401, 413, 415, 422},
    ("get", "/notes/{id}"): {200, 401, 404},
    ("patch", "/notes/{id}"): {200, 400, 401, 404, 413, 415, 422},
    ("delete", "/notes/{id}"): {204, 401, 404},
    ("get", "/tags"): {200, 401, 414, 422},
}
EVERYWHERE = {406, 503}

Document = dict[str, Any]


@pytest.fixture(scope="module")
def document(site: httpx.Client) -> Document:
    answer = site.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == "application/json"
    found: Document = answer.json()
    return found


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    for path, item in document["paths"].items():
        for method in METHODS & item.keys():
            yield method, path, item[method]


def resolve(document: Document, node: Document) -> Document:
    while "$ref" in node:
        target: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def documented(document: Document) -> dict[tuple[str, str], set[int]]:
    """Return the statuses of each operation, under paths as the contract spells them."""
    return {
        (method, re.sub(r"\{[^}]+\}", "{id}", path.removeprefix("/api/v1")).rstrip("/")): {
            int(status) for status in operation["responses"] if status.isdigit()
        }
        for method, path, operation in operations(document)
    }


def test_document_is_openapi_31(document: Document) -> None:
    assert document["openapi"].startswith("3.1.")
    validate(document)


def test_document_has_every_operation(document: Document) -> None:
    assert STATUSES.keys() - documented(document).keys() == set()


@pytest.mark.example
def test_document_has_the_example(document: Document) -> None:
    assert EXAMPLE_STATUSES.keys() - documented(document).keys() == set()


def test_every_status_is_documented(document: Document) -> None:
    found = documented(document)
    wanted = {key: value | EVERYWHERE for key, value in (STATUSES | EXAMPLE_STATUSES).items()}
    missing = {key: sorted(wanted[key] - found[key]) for key in wanted.keys() & found.keys()}
    assert {key: value for key, value in missing.items() if value} == {}


def test_error_bodies_are_problems(document: Document) -> None:
    wrong = [
        (method, path, status)
        for method, path, operation in operations(document)
        for status, response in operation["responses"].items()
        if status[0] in "45d" and set(resolve(document, response).get("content", {})) != {PROBLEM}
    ]
    assert wrong == []


def test_bearer_is_declared(document: Document) -> None:
    open_paths = {
        "/auth/register",
        "/auth/verify-email",
        "/auth/login",
        "/auth/token",
        "/auth/refresh",
    }
    open_paths |= {"/auth/forgot-password", "/auth/reset-password"}
    for method, path, operation in operations(document):
        if path.startswith("/api/v1/"):
            needs = bool(operation.get("security", document.get("security")))
            assert needs == (path.removeprefix("/api/v1") not in open_paths), (method, path)


def test_password_form_is_declared(document: Document) -> None:
    flows = [scheme.get("flows", {}) for scheme in document["components"]["securitySchemes"].values()]
    urls = [flow["password"]["tokenUrl"] for flow in flows if "password" in flow]
    assert [urljoin("/api/v1/openapi.json", url) for url in urls] == ["/api/v1/auth/token"]


def test_operation_ids_are_unique(document: Document) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))


def assets(page: httpx.Response) -> set[str]:
    found = re.findall(r"""(?:src|href|spec-url)\s*=\s*["']([^"']+)["']""", page.text)
    return {str(urljoin(str(page.url), link)) for link in found if not link.startswith(("#", "data:"))}


@pytest.mark.parametrize("path", ["/api/v1/docs", "/api/v1/redoc"])
def test_docs_need_no_third_party(site: httpx.Client, path: str) -> None:
    page = site.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert any(link.endswith(".js") for link in assets(page))
    for link in assets(page):
        assert urlsplit(link).netloc == site.base_url.netloc.decode()
        assert site.get(link).status_code == 200, link


@pytest.mark.parametrize("path", ["/api/v1/docs", "/api/v1/redoc"])
def test_docs_may_run_their_scripts(site: httpx.Client, path: str) -> None:
    page = site.get(path, headers={"Accept": "text/html"})
    policy = page.headers["content-security-policy"]
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page.text, re.DOTALL)
    allowed = "'unsafe-inline'" in policy or "'nonce-" in policy or "'sha256-" in policy
    assert "'self'" in policy
    assert allowed or not any(script.strip() for script in inline), policy
