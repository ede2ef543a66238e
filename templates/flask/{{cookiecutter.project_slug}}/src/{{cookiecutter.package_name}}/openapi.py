"""Describe every endpoint in one OpenAPI 3.1 document, from the types it runs on."""

import inspect
from collections.abc import Iterator
from typing import Any

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema
from werkzeug.routing import Rule

from .auth.callers import Access
from .edge import template_of
from .errors import (
    PROBLEM_TYPE,
    AppError,
    BadRequest,
    BodyTooLarge,
    Forbidden,
    Invalid,
    NotAcceptable,
    NotFound,
    Unauthenticated,
    Unavailable,
    UnsupportedMediaType,
    UriTooLong,
)
from .operations import FORM_TYPE, JSON_TYPE, Operation
from .schemas import Problem

REF = "#/components/schemas/{model}"
MEDIA_TYPES = {"body": JSON_TYPE, "form": FORM_TYPE}
IGNORED_METHODS = {"HEAD", "OPTIONS"}
SECURITY_SCHEMES = {
    "bearer": {
        "type": "oauth2",
        "flows": {"password": {"tokenUrl": "/api/v1/auth/token", "scopes": {}}},
    }
}

Model = tuple[type[BaseModel], JsonSchemaMode]
type Json = dict[str, Any]


def operations_of(app: Flask) -> Iterator[tuple[Rule, Operation]]:
    """Find the endpoints to describe, in the order in which they were registered."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if isinstance(view, Operation):
            yield rule, view


def models_of(operation: Operation) -> Iterator[Model]:
    """List the models that an endpoint reads and writes."""
    for model in operation.inputs.values():
        yield model, "validation"
    if operation.returns:
        yield operation.returns, "serialization"


def errors_of(operation: Operation) -> set[type[AppError]]:
    """List the errors that an endpoint answers with."""
    errors: set[type[AppError]] = {BadRequest, NotAcceptable, Unavailable, *operation.raises}
    if operation.access is not Access.ANYONE:
        errors |= {Unauthenticated}
    if operation.access is Access.ADMIN:
        errors |= {Forbidden}
    if operation.has_path:
        errors |= {NotFound}
    if operation.inputs:
        errors |= {Invalid}
    if "query" in operation.inputs:
        errors |= {UriTooLong}
    if operation.reads_body:
        errors |= {BodyTooLarge, UnsupportedMediaType}
    return errors


def header_fields(names: list[str]) -> Json:
    """Describe the header fields that an answer always carries."""
    return {name: {"required": True, "schema": {"type": "string"}} for name in names}


def describe_error(error: type[AppError]) -> Json:
    """Describe one status of 400 and above."""
    answer: Json = {
        "description": error.status.phrase,
        "content": {PROBLEM_TYPE: {"schema": {"$ref": REF.format(model=Problem.__name__)}}},
    }
    return answer | ({"headers": header_fields(list(error.headers))} if error.headers else {})


def describe_success(operation: Operation, schemas: dict[Model, Json]) -> Json:
    """Describe the answer to a request that went well."""
    answer: Json = {"description": operation.success.phrase}
    if operation.returns:
        schema = schemas[operation.returns, "serialization"]
        answer["content"] = {JSON_TYPE: {"schema": schema}}
    if operation.sets_headers:
        answer["headers"] = header_fields(["Location"])
    return answer


def describe_path(rule: Rule) -> list[Json]:
    """Describe the parameters in the path, which are all ids."""
    schema = {"type": "string", "format": "uuid"}
    return [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name in sorted(rule.arguments)
    ]


def describe_query(model: type[BaseModel]) -> list[Json]:
    """Describe the parameters of the query string, one a field."""
    described = model.model_json_schema(ref_template=REF)
    return [
        {
            "name": name,
            "in": "query",
            "required": name in described.get("required", ()),
            "schema": schema,
        }
        for name, schema in described["properties"].items()
    ]


def describe_body(operation: Operation, schemas: dict[Model, Json]) -> Json:
    """Describe what an endpoint reads, if it reads a body."""
    content = {
        MEDIA_TYPES[name]: {"schema": schemas[model, "validation"]}
        for name, model in operation.inputs.items()
        if name in MEDIA_TYPES
    }
    return {"requestBody": {"required": True, "content": content}} if content else {}


def describe(rule: Rule, operation: Operation, schemas: dict[Model, Json]) -> Json:
    """Describe one endpoint."""
    summary, _, description = inspect.cleandoc(operation.__doc__ or "").partition("\n")
    query = operation.inputs.get("query")
    errors = {str(error.status.value): describe_error(error) for error in errors_of(operation)}
    success = {str(operation.success.value): describe_success(operation, schemas)}
    return {
        "operationId": operation.__name__,
        "tags": [rule.endpoint.split(".")[-2]],
        "summary": summary,
        **({"description": description.strip()} if description else {}),
        "parameters": describe_path(rule) + (describe_query(query) if query else []),
        **describe_body(operation, schemas),
        "responses": success | dict(sorted(errors.items())),
        "security": [] if operation.access is Access.ANYONE else [{"bearer": []}],
    }


def describe_app(app: Flask, *, title: str, description: str) -> Json:
    """Make the document of an application.

    Args:
        app: the application, with all its blueprints.
        title: the name of the service.
        description: what it does, in one sentence.
    """
    found = list(operations_of(app))
    models = {model for _, operation in found for model in models_of(operation)}
    models.add((Problem, "serialization"))
    ordered = sorted(models, key=lambda model: model[0].__name__)
    references, definitions = models_json_schema(ordered, ref_template=REF)
    schemas = {model: references[model] for model in ordered}
    paths: dict[str, Json] = {}
    for rule, operation in found:
        methods = sorted((rule.methods or set()) - IGNORED_METHODS)
        described = {method.lower(): describe(rule, operation, schemas) for method in methods}
        paths.setdefault(template_of(rule.rule), {}).update(described)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "description": description, "version": "1.0.0"},
        "paths": paths,
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": SECURITY_SCHEMES,
        },
    }
