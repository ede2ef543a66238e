"""Turn whatever goes wrong into a problem document (RFC 9457)."""

import json
import sys
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import (
    BadRequest,
    ObjectDoesNotExist,
    ObjectNotUpdated,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.encoding import escape_uri_path
from rest_framework import exceptions

from . import errors
from .errors import AppError, FieldError
from .queueing import note_failure

log = structlog.stdlib.get_logger(__name__)

# Each kind of exception and the error that a caller is told; the first that fits counts.
TRANSLATIONS: list[tuple[type[BaseException] | tuple[type[BaseException], ...], type[AppError]]] = [
    ((Http404, exceptions.NotFound, ObjectDoesNotExist, ObjectNotUpdated), errors.NotFound),
    ((exceptions.NotAuthenticated, exceptions.AuthenticationFailed), errors.Unauthenticated),
    ((PermissionDenied, exceptions.PermissionDenied), errors.Forbidden),
    (exceptions.ParseError, errors.MalformedJson),
    (exceptions.NotAcceptable, errors.NotAcceptable),
    (exceptions.UnsupportedMediaType, errors.UnsupportedMediaType),
    (RequestDataTooBig, errors.BodyTooLarge),
    ((BadRequest, SuspiciousOperation, UnreadablePostError), errors.BadRequest),
    ((OperationalError, InterfaceError), errors.Unavailable),
    # Two requests at once: what one of them relies on, the other has taken away
    (IntegrityError, errors.Conflict),
]
CODES = {
    "null": "invalid-type",
    "invalid": "invalid-type",
    "not_a_list": "invalid-type",
    "not_a_dict": "invalid-type",
    "blank": "too-short",
    "empty": "too-short",
    "min_length": "too-short",
    "max_length": "too-long",
    "min_value": "out-of-range",
    "max_value": "out-of-range",
    "max_string_length": "out-of-range",
    "max_items": "too-many",
    "characters": "invalid-characters",
    "email": "invalid-email",
}
WHOLE_BODY = "non_field_errors"


def problem_response(request: HttpRequest, error: AppError, **more: object) -> HttpResponse:
    """Answer with an error.

    Args:
        request: what went wrong.
        error: how.
        more: further members of the document.
    """
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    document = (
        errors.problem(error, path=escape_uri_path(request.path), request_id=request_id) | more
    )
    return HttpResponse(
        json.dumps(document),
        content_type=errors.PROBLEM_TYPE,
        status=error.status,
        headers=dict(error.headers),
    )


def translate(exception: BaseException | None) -> AppError:
    """Say in the service's own terms what was raised; what is not foreseen is an error of ours."""
    match exception:
        case AppError():
            return exception
        case exceptions.ValidationError():
            return errors.Invalid(errors=list(field_errors(exception.detail)))
        case exceptions.MethodNotAllowed():
            return errors.from_status(exception.status_code)
    if isinstance(exception, (OperationalError, InterfaceError)):
        note_failure()
    for kinds, error in TRANSLATIONS:
        if isinstance(exception, kinds):
            return error()
    return AppError()


def field_errors(detail: Any, path: tuple[str, ...] = ()) -> Iterator[FieldError]:  # noqa: ANN401 - nested as the body is
    """Flatten the errors of serializers."""
    if isinstance(detail, dict):
        for name, part in detail.items():
            yield from field_errors(part, path if name == WHOLE_BODY else (*path, str(name)))
    elif isinstance(detail, list):
        for part in detail:
            yield from field_errors(part, path)
    else:
        code = CODES.get(detail.code, detail.code.replace("_", "-"))
        # A lone surrogate in the name of a field could not be sent back
        field = ".".join(path).encode("utf-8", "backslashreplace").decode()
        yield FieldError(field=field, code=code, message=str(detail))


def handle_exception(exception: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Answer what a view of the API raised; Django logs and answers what nobody foresaw."""
    error = translate(exception)
    if error.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return None
    if isinstance(error, errors.Unavailable):
        log.warning("unavailable", cause=str(exception))
    return problem_response(context["request"], error)


def handle_error(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what was raised outside the API's views (`handler400` and its like)."""
    return problem_response(request, translate(exception or sys.exception()))
