"""Describe the API: what its views do not say of themselves (OpenAPI 3.1)."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from .errors import PROBLEM_TYPE

type Document = dict[str, Any]

WITH_BODY = {"400", "413", "415", "422"}
TEXT = {"type": "string"}
FIELD_ERROR = {
    "type": "object",
    "description": "What is wrong with one field of a request.",
    "required": ["field", "code", "message"],
    "properties": {"field": TEXT, "code": TEXT, "message": TEXT},
}
PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance", "code", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "instance": {"type": "string", "format": "uri-reference"},
        "code": TEXT,
        "request_id": TEXT,
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/FieldError"}},
    },
}
DESCRIPTIONS = {
    "400": "The request cannot be read.",
    "401": "The caller is not known.",
    "403": "The caller may not do this.",
    "404": "There is nothing here.",
    "406": "The caller accepts no JSON.",
    "409": "The present state rules it out.",
    "413": "The body is too large.",
    "414": "The URL is too long.",
    "415": "The body is of a type that is not read here.",
    "422": "Some fields are not valid.",
    "429": "This was tried too often.",
    "503": "The service cannot answer right now.",
}
FIELDS = {"401": "WWW-Authenticate", "429": "Retry-After", "503": "Retry-After"}


class Schema(AutoSchema):
    """Name pages after what is on them."""

    def get_paginated_name(self, serializer_name: str) -> str:
        """Name the component of a page."""
        return f"{serializer_name}Page"


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself untyped
    """The bearer token, and where the interactive documentation gets one."""

    target_class = f"{__package__}.auth.authentication.BearerAuthentication"
    name = "OAuth2PasswordBearer"

    def get_security_definition(self, auto_schema: AutoSchema) -> Document:
        """Describe the scheme (RFC 6749, section 4.3)."""
        flow = {"tokenUrl": "/api/v1/auth/token", "scopes": {}}
        return {"type": "oauth2", "flows": {"password": flow}}


def add_problems(result: Document, generator: Any, request: Any, public: bool) -> Document:  # noqa: ANN401, ARG001, FBT001 - the library's signature
    """Give every operation the errors that it can answer with."""
    result["components"]["schemas"] |= {"Problem": PROBLEM, "FieldError": FIELD_ERROR}
    for path, operation in operations(result):
        if not any(operation.get("security", [])):
            operation["security"] = []
        responses = operation["responses"]
        for status, response in responses.items():
            response["description"] = response.get("description") or HTTPStatus(int(status)).phrase
        named = {status for status in responses if int(status) >= 400}  # noqa: PLR2004 - where errors begin
        for status in sorted(named | errors_of(path, operation)):
            responses[status] = problem_of(status)
    return result


def operations(document: Document) -> Iterator[tuple[str, Document]]:
    """List the operations of a document with their paths."""
    for path, methods in document["paths"].items():
        for operation in methods.values():
            yield path, operation


def errors_of(path: str, operation: Document) -> set[str]:
    """Derive from an operation the errors that its kind can answer with."""
    statuses = {"400", "406", "503"}
    if operation["security"]:
        statuses |= {"401"}
    if path.endswith("{id}"):
        statuses |= {"404"}
    if "requestBody" in operation:
        statuses |= WITH_BODY
    if any(parameter["in"] == "query" for parameter in operation.get("parameters", [])):
        statuses |= {"414", "422"}
    return statuses


def problem_of(status: str) -> Document:
    """Describe an error."""
    reference = {"$ref": "#/components/schemas/Problem"}
    described: Document = {
        "description": DESCRIPTIONS[status],
        "content": {PROBLEM_TYPE: {"schema": reference}},
    }
    if status in FIELDS:
        described["headers"] = {FIELDS[status]: {"schema": TEXT, "required": True}}
    return described


def close_bodies(result: Document, generator: Any, request: Any, public: bool) -> Document:  # noqa: ANN401, ARG001, FBT001 - the library's signature
    """Say of every body that a field that it does not name is refused."""
    schemas = result["components"]["schemas"]
    for _, operation in operations(result):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            name = content["schema"]["$ref"].rpartition("/")[2]
            schemas[name]["additionalProperties"] = False
    return result
