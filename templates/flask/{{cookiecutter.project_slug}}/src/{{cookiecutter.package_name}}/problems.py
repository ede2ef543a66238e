"""Answer every error with a problem document (RFC 9457), whoever raised it."""

import structlog
from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from .errors import PROBLEM_TYPE, AppError, BodyTooLarge, NotFound, Unavailable, from_status, problem

KNOWN = {error.status.value: error for error in (NotFound, BodyTooLarge)}

log = structlog.stdlib.get_logger(__name__)


def answer(error: AppError) -> Response:
    """Write an error of ours."""
    document = problem(error, path=request.path, request_id=g.request_id)
    response = current_app.json.response(document)
    response.status_code = error.status.value
    response.content_type = PROBLEM_TYPE
    response.headers.update(error.headers)
    return response


def answer_http(error: HTTPException) -> WerkzeugResponse:
    """Write an error of the framework, with the header fields that belong to it, such as Allow."""
    if error.code is None or error.code < 400:
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
        return answer(Unavailable())
    return answer_crash(error)


def answer_crash(error: Exception) -> Response:
    """Log what nobody foresaw, and tell the caller nothing of it."""
    log.error("crash", exc_info=error)
    return answer(AppError())


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(AppError, answer)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(DBAPIError, answer_database)
    app.register_error_handler(PoolTimeout, answer_database)
    app.register_error_handler(Exception, answer_crash)
