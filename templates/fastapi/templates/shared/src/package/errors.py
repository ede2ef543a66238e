"""Name everything that can go wrong, once, in the terms of the API.

Services raise these; one handler turns them, and the framework's own errors, into problem documents
(RFC 9457).

    AppError
    ├── BadRequest              400
    │   └── MalformedJson
    ├── Unauthenticated         401
    ├── Forbidden               403
    │   └── EmailNotVerified
    ├── NotFound                404
    ├── NotAcceptable           406
    ├── Conflict                409
    ├── BodyTooLarge            413
    ├── UriTooLong              414
    ├── UnsupportedMediaType    415
    ├── Invalid                 422
    ├── TooManyRequests         429
    └── Unavailable             503
        └── NotReady
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, TypedDict

PROBLEM_TYPE = "application/problem+json"


class FieldError(TypedDict):
    """Say what is wrong with one field of a request."""

    field: str
    code: str
    message: str


class AppError(Exception):
    """Stop a request with a status, a stable code and a sentence for the caller."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    code = "internal-server-error"
    detail = "Something went wrong on our side."
    headers: Mapping[str, str] = MappingProxyType({})

    def __init__(self, detail: str | None = None, *, errors: Sequence[FieldError] = ()) -> None:
        """Take a sentence for the caller, and the fields that are at fault."""
        self.detail = detail or self.detail
        self.errors = list(errors)
        super().__init__(self.detail)


class BadRequest(AppError):
    """The request cannot be read."""

    status = HTTPStatus.BAD_REQUEST
    code = "bad-request"
    detail = "The request could not be read."


class MalformedJson(BadRequest):
    """The body is not JSON, or not JSON that this service reads (RFC 8259, UTF-8)."""

    code = "malformed-json"
    detail = "The body is not valid JSON."


class Unauthenticated(AppError):
    """The caller is unknown, or no longer known."""

    status = HTTPStatus.UNAUTHORIZED
    code = "unauthenticated"
    detail = "A valid bearer token is needed."
    headers = MappingProxyType({"WWW-Authenticate": "Bearer"})


class Forbidden(AppError):
    """The caller is known and may not do this."""

    status = HTTPStatus.FORBIDDEN
    code = "forbidden"
    detail = "This is not open to you."


class EmailNotVerified(Forbidden):
    """The password is right, but the address was never confirmed."""

    code = "email-not-verified"
    detail = "Confirm your address first: the link is in the mail we sent you."


class NotFound(AppError):
    """There is no such thing, or none that the caller may know of."""

    status = HTTPStatus.NOT_FOUND
    code = "not-found"
    detail = "There is nothing here."


class NotAcceptable(AppError):
    """The caller accepts no JSON."""

    status = HTTPStatus.NOT_ACCEPTABLE
    code = "not-acceptable"
    detail = "This service answers with application/json."


class Conflict(AppError):
    """The request is sound, but the present state rules it out."""

    status = HTTPStatus.CONFLICT
    code = "conflict"
    detail = "This cannot be done now."


class BodyTooLarge(AppError):
    """The body is larger than `MAX_BODY_BYTES`."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    code = "body-too-large"
    detail = "The body is too large."


class UriTooLong(AppError):
    """The path and its query are longer than the server reads."""

    status = HTTPStatus.REQUEST_URI_TOO_LONG
    code = "uri-too-long"
    detail = "The URL is too long."


class UnsupportedMediaType(AppError):
    """The body is of a type that this endpoint does not read."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    code = "unsupported-media-type"
    detail = "Send the body as application/json."


class Invalid(AppError):
    """The body or the query breaks the rules; `errors` says which field and how."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "invalid"
    detail = "Some fields are not valid."


class TooManyRequests(AppError):
    """This was tried too often."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "too-many-requests"
    detail = "This was tried too often; try again later."
    headers: Mapping[str, str] = MappingProxyType({"Retry-After": "60"})

    def __init__(self, *, retry_after: int) -> None:
        """Take the seconds after which it may be tried again."""
        self.headers = {"Retry-After": str(retry_after)}
        super().__init__()


class Unavailable(AppError):
    """Something this service depends on does not answer."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "unavailable"
    detail = "The service cannot answer right now; try again shortly."
    headers = MappingProxyType({"Retry-After": "2"})


class NotReady(Unavailable):
    """This process should get no requests; `checks` says why."""

    code = "not-ready"
    detail = "The service is not ready."


def from_status(status: int) -> AppError:
    """Make the error for one that the framework itself raised, known by its status alone."""
    error = AppError(HTTPStatus(status).description or HTTPStatus(status).phrase)
    error.status = HTTPStatus(status)
    error.code = error.status.phrase.lower().replace(" ", "-")
    return error


def problem(error: AppError, *, path: str, request_id: str) -> dict[str, Any]:
    """Make the problem document of an error (RFC 9457).

    Args:
        error: what went wrong.
        path: the path that was asked for.
        request_id: what finds the occurrence in the logs.
    """
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": error.status.phrase,
        "status": error.status.value,
        "detail": error.detail,
        "instance": path,
        "code": error.code,
        "request_id": request_id,
    }
    return document | {"errors": error.errors} if error.errors else document
