"""Complete the OpenAPI document: every status, every error body, in the terms of this API."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema

from .errors import (
    PROBLEM_TYPE,
    AppError,
    BadRequest,
    BodyTooLarge,
    Invalid,
    NotAcceptable,
    NotFound,
    Unauthenticated,
    Unavailable,
    UnsupportedMediaType,
    UriTooLong,
)
from .schemas import Problem

REF = "#/components/schemas/{model}"
FRAMEWORKS_OWN = ("HTTPValidationError", "ValidationError")

type Json = dict[str, Any]


def name_of(route: APIRoute) -> str:
    """Name an operation after its function."""
    return route.name


def answers(*errors: type[AppError]) -> dict[int | str, Json]:
    """Describe the errors of an endpoint that do not follow from what it takes."""
    return {error.status.value: describe(error) for error in errors}


def describe(error: type[AppError]) -> Json:
    """Describe one status of 400 and above."""
    answer: Json = {
        "description": error.status.phrase,
        "content": {PROBLEM_TYPE: {"schema": {"$ref": REF.format(model=Problem.__name__)}}},
    }
    headers = {name: {"required": True, "schema": {"type": "string"}} for name in error.headers}
    return answer | ({"headers": headers} if headers else {})


def errors_of(operation: Json) -> Iterator[type[AppError]]:
    """List the errors that follow from what an operation takes."""
    places = {parameter["in"] for parameter in operation.get("parameters", ())}
    yield from (BadRequest, NotAcceptable, Unavailable)
    if "security" in operation:
        yield Unauthenticated
    if "path" in places:
        yield NotFound
    if "query" in places:
        yield UriTooLong
    if "query" in places or "requestBody" in operation:
        yield Invalid
    if "requestBody" in operation:
        yield from (BodyTooLarge, UnsupportedMediaType)


def complete(operation: Json) -> None:
    """Add the errors of an operation to its answers."""
    found = {str(error.status.value): describe(error) for error in errors_of(operation)}
    stated = {
        status: answer
        for status, answer in operation["responses"].items()
        if status != str(Invalid.status.value)
    }
    operation["responses"] = dict(sorted((found | stated).items()))


def describe_app(app: FastAPI) -> Json:
    """Make the document of an application."""
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    for path in document["paths"].values():
        for operation in path.values():
            complete(operation)
    _, problem = models_json_schema([(Problem, "serialization")], ref_template=REF)
    schemas = document["components"]["schemas"] | problem["$defs"]
    document["components"]["schemas"] = {
        name: schemas[name] for name in sorted(schemas) if name not in FRAMEWORKS_OWN
    }
    return document


def install(app: FastAPI) -> None:
    """Let an application describe itself, once."""
    app.openapi = cache(lambda: describe_app(app))  # type: ignore[method-assign]  # FastAPI's way
