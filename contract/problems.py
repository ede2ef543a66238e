"""The one checker of error bodies: every status of 400 and above goes through it.

Source: RFC 9457 (problem details), RFC 9110 (challenge, Allow and Retry-After fields).
"""

import re
from typing import Any

import httpx

MEMBERS = frozenset({"type", "title", "status", "detail", "instance", "code", "request_id"})
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
EXTENSIONS = {422: {"errors"}, 503: {"checks"}}
COMPANION_FIELDS = {401: "www-authenticate", 405: "allow", 429: "retry-after", 503: "retry-after"}

Problem = dict[str, Any]


def check_problem(response: httpx.Response, status: int | None = None, code: str | None = None) -> Problem:
    """Assert that a response is a well-formed problem and return its body.

    `status` and `code` are compared when given.
    """
    assert response.status_code >= 400, f"expected an error, got {response.status_code}"
    if status is not None:
        assert response.status_code == status, f"{response.status_code}: {response.text[:500]}"
    _check_fields(response)
    problem: Problem = response.json()
    _check_members(problem, response)
    if code is not None:
        assert problem["code"] == code, problem
    return problem


def _check_fields(response: httpx.Response) -> None:
    kind = response.headers.get("content-type", "").partition(";")[0]
    assert kind == "application/problem+json", f"{kind!r}: {response.text[:500]}"
    field = COMPANION_FIELDS.get(response.status_code)
    if field is not None:
        assert response.headers.get(field), f"{response.status_code} without {field}"
    if response.status_code == 401:
        assert response.headers["www-authenticate"].startswith("Bearer")


def _check_members(problem: Problem, response: httpx.Response) -> None:
    extensions = EXTENSIONS.get(response.status_code, set())
    missing, unknown = MEMBERS - problem.keys(), problem.keys() - MEMBERS - extensions
    assert not missing, f"missing members {missing}: {problem}"
    assert not unknown, f"unknown members {unknown}: {problem}"
    assert problem["status"] == response.status_code
    for member in ("type", "title", "detail", "instance"):
        assert isinstance(problem[member], str), f"{member} is no string: {problem}"
    assert problem["title"]
    assert KEBAB.fullmatch(problem["code"]), problem
    assert problem["request_id"] == response.headers.get("x-request-id"), problem
    assert ("errors" in problem) == (response.status_code == 422), problem
    for entry in problem.get("errors", []):
        _check_entry(entry)


def _check_entry(entry: dict[str, Any]) -> None:
    assert entry.keys() == {"field", "code", "message"}, entry
    assert isinstance(entry["field"], str), entry
    assert KEBAB.fullmatch(entry["code"]), entry
    assert entry["message"], entry


def invalid_fields(response: httpx.Response) -> dict[str, str]:
    """Assert a 422 and return its entries as `{field: code}`."""
    problem = check_problem(response, 422)
    assert problem["errors"], problem
    return {entry["field"]: entry["code"] for entry in problem["errors"]}
