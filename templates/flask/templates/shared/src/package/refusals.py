"""Answer what the server refuses by itself, before the application hears of it."""

import json

import structlog

from .errors import PROBLEM_TYPE, AppError, BadRequest, UriTooLong, from_status, problem
from .headers import NOT_STORED, security_headers
from .logs import request_id_from
from .metrics import count_request

# What was asked for could not be read
NO_PATH = ""
KNOWN: dict[int, type[AppError]] = {error.status.value: error for error in (BadRequest, UriTooLong)}

log = structlog.stdlib.get_logger("{{ cookiecutter.package_name }}.access")


def refuse(status: int, *, client: str, production: bool) -> tuple[dict[str, str], bytes]:
    """Make the answer to a request that cannot be read; log and count it like any other.

    Args:
        status: what the server makes of it.
        client: who sent it, as far as the server knows: what stands in its headers was not read.
        production: whether browsers may be bound to HTTPS.

    Returns:
        The headers, and a problem document (RFC 9457). The connection has to be closed after it, as
        nobody knows where the next request begins (RFC 9112, section 2.2).
    """
    request_id = request_id_from(None)
    error = KNOWN[status]() if status in KNOWN else from_status(status)
    body = json.dumps(problem(error, path=NO_PATH, request_id=request_id)).encode()
    headers = security_headers(production=production) | NOT_STORED
    own = {
        "Content-Type": PROBLEM_TYPE,
        "Content-Length": str(len(body)),
        "Connection": "close",
        "X-Request-ID": request_id,
    }
    record(status, request_id=request_id, client=client)
    return headers | own, body


def record(status: int, *, request_id: str, client: str) -> None:
    """Log and count a refused request."""
    count_request("unread", None, status, 0)
    log.info(
        "request",
        request_id=request_id,
        client=client,
        method=None,
        path=None,
        route=None,
        status=status,
        duration_ms=0,
        user_id=None,
    )
