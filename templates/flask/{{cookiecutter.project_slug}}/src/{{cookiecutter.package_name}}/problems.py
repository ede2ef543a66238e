"""Answer every error with a problem document (RFC 9457), whoever raised it."""

from http import HTTPStatus

import structlog
from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from .errors import (
    PROBLEM_TYPE,
    AppError,
    BodyTooLarge,
    Conflict,
    NotFound,
    Unavailable,
    from_status,
    problem,
)
from .queueing import note_failure

KNOWN = {error.status.value: error for error in (NotFound, BodyTooLarge)}

log = structlog.stdlib.get_logger(__name__)


def answer(error: AppError, **members: object) -> Response:
    """Write an error of ours, with any members that its kind adds (RFC 9457, 3.2)."""
    document = problem(error, path=request.path, request_id=g.request_id) | members
    body = current_app.json.dumps(document)
    return Response(body, error.status, error.headers, content_type=PROBLEM_TYPE)


def answer_http(error: HTTPException) -> WerkzeugResponse:
    """Write an error of the framework, with the header fields that belong to it, such as Allow."""
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response(request.environ)
    response = answer(KNOWN[error.code]() if error.code in KNOWN else from_status(error.code))
    fields = dict(error.get_headers(request.environ))
    if "Allow" in fields:
        response.headers["Allow"] = fields["Allow"]
    return response


def answer_database(error: DBAPIError | PoolTimeout) -> Response:
    """Tell a database that does not answer from a mistake of ours."""
    unreachable = isinstance(error, OperationalError | PoolTimeout)
    if unreachable or getattr(error, "connection_invalidated", False):
        log.warning("database unavailable", reason=str(error.__cause__ or error))
        note_failure()
        return answer(Unavailable())
    return answer_crash(error)


def answer_race(error: IntegrityError | StaleDataError) -> Response:
    """Tell that another request was faster, for example by deleting what this one works on."""
    log.warning("lost a race", exc_info=error)
    return answer(Conflict("Another request changed this meanwhile; try again."))


def answer_crash(error: Exception) -> Response:
    """Log what nobody foresaw, and tell the caller nothing of it."""
    log.error("crash", exc_info=error)
    return answer(AppError())


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(AppError, answer)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(IntegrityError, answer_race)
    app.register_error_handler(StaleDataError, answer_race)
    app.register_error_handler(DBAPIError, answer_database)
    app.register_error_handler(PoolTimeout, answer_database)
    app.register_error_handler(Exception, answer_crash)
