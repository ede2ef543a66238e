"""Answer every error with a problem document (RFC 9457), whoever raised it."""

import json

import structlog
from fastapi import FastAPI, Request
from fastapi.datastructures import FormData
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from .db import is_outage
from .errors import (
    PROBLEM_TYPE,
    AppError,
    BodyTooLarge,
    Conflict,
    Invalid,
    MalformedJson,
    NotFound,
    Unavailable,
    UnsupportedMediaType,
    from_status,
    problem,
)
from .metrics import METHODS
from .validation import field_errors

KNOWN = {error.status.value: error for error in (MalformedJson, NotFound, BodyTooLarge)}

log = structlog.stdlib.get_logger(__name__)


def answer(scope: Scope, error: AppError, **members: object) -> Response:
    """Write an error of ours, with any members that its kind adds (RFC 9457, 3.2)."""
    request_id = scope["state"]["request_id"]
    document = problem(error, path=scope["path"], request_id=request_id) | members
    return Response(
        json.dumps(document), error.status.value, dict(error.headers), media_type=PROBLEM_TYPE
    )


async def answer_app_error(request: Request, error: AppError) -> Response:
    """Write an error that a service raised."""
    return answer(request.scope, error)


async def answer_http(request: Request, error: HTTPException) -> Response:
    """Write an error of the framework."""
    known = KNOWN.get(error.status_code)
    response = answer(request.scope, known() if known else from_status(error.status_code))
    if error.status_code == from_status(405).status:
        response.headers["Allow"] = ", ".join(sorted(methods_of(request)))
    return response


def methods_of(request: Request) -> set[str]:
    """List the methods that a path knows; the framework names only those of its first route."""
    found = {
        method
        for method in METHODS
        for route in request.app.routes
        if route.matches({**request.scope, "method": method})[0] is Match.FULL
    }
    return found | {"HEAD"} if "GET" in found else found


async def answer_invalid(request: Request, error: RequestValidationError) -> Response:
    """Write what pydantic found wrong, or that there was nothing to read."""
    return answer(request.scope, refusal_of(request, error))


def refusal_of(request: Request, error: RequestValidationError) -> AppError:
    """Tell a body that is wrong from one that is no JSON or no form."""
    errors = error.errors()
    if errors[0]["type"] == "json_invalid":
        return MalformedJson()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if isinstance(error.body, FormData) and kind != "application/x-www-form-urlencoded":
        return UnsupportedMediaType("Send the body as application/x-www-form-urlencoded.")
    if isinstance(error.body, bytes):
        return UnsupportedMediaType()
    return Invalid(errors=field_errors(errors))


async def answer_database(request: Request, error: Exception) -> Response:
    """Tell the caller of an outage, or that another request was faster; the rest are crashes."""
    if isinstance(error, IntegrityError | StaleDataError):
        return answer(request.scope, Conflict())
    if not is_outage(error):
        raise error
    log.warning("database unavailable", reason=str(error.__cause__ or error))
    return answer(request.scope, Unavailable())


def answer_crash(scope: Scope, error: Exception) -> Response:
    """Log what nobody foresaw, and tell the caller nothing of it."""
    log.error("crash", exc_info=error)
    return answer(scope, AppError())


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.exception_handler(AppError)(answer_app_error)
    app.exception_handler(HTTPException)(answer_http)
    app.exception_handler(RequestValidationError)(answer_invalid)
    for kind in (DBAPIError, StaleDataError, PoolTimeout, OSError):
        app.exception_handler(kind)(answer_database)
