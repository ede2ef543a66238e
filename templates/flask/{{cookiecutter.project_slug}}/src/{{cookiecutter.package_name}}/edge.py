"""Do what every request needs: give it an id, check that it may pass, log and count it."""

import re
import time
from collections.abc import Callable
from functools import cache

import structlog
from flask import Flask, Response, g, request
from werkzeug.sansio.utils import host_is_trusted

from .clients import Network, client_address
from .errors import BadRequest, BodyTooLarge, NotAcceptable, Unavailable
from .headers import NOT_STORED, may_be_stored, security_headers
from .logs import request_id_from
from .metrics import count_request
from .queueing import waited_too_long
from .settings import Settings

API = "/api/v1/"
ACCEPTED = {"application/json", "application/problem+json", "application/*", "*/*"}
CONVERTER = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")

log = structlog.stdlib.get_logger("{{ cookiecutter.package_name }}.access")


def starter(trusted: tuple[Network, ...]) -> Callable[[], None]:
    """Make what gives a request its id and its caller, which every log line of it carries."""

    def start() -> None:
        g.started = time.perf_counter()
        g.request_id = request_id_from(request.headers.get("X-Request-ID"))
        forwarded_for = request.headers.get("X-Forwarded-For", "")
        g.client = client_address(request.remote_addr or "", forwarded_for, trusted)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id, client=g.client)

    return start


def check_wait() -> None:
    """Refuse at once what waited for a thread only to wait once more for what does not answer."""
    if request.blueprint != "health" and waited_too_long():
        raise Unavailable


def host_check(allowed: tuple[str, ...]) -> Callable[[], None]:
    """Make the check of the Host header; probes call the health endpoints by address."""
    names = [name.lower() for name in allowed]

    def check_host() -> None:
        if request.blueprint != "health" and not host_is_trusted(request.host.lower(), names):
            msg = "This host is not served here."
            raise BadRequest(msg)

    return check_host


def size_check(limit: int) -> Callable[[], None]:
    """Make the check of the length that a body says it has, before it is read."""

    def check_size() -> None:
        if (request.content_length or 0) > limit:
            raise BodyTooLarge

    return check_size


def check_accept() -> None:
    """Refuse callers of the API who cannot read its JSON."""
    if request.blueprint == "docs" or not (request.url_rule and request.path.startswith(API)):
        return
    accepted = request.accept_mimetypes
    if accepted and not any(value in ACCEPTED and quality > 0 for value, quality in accepted):
        raise NotAcceptable


@cache
def template_of(rule: str) -> str:
    """Spell a route as OpenAPI does: `/users/{id}` for `/users/<uuid:id>`."""
    return CONVERTER.sub(r"{\1}", rule)


def finish(response: Response) -> Response:
    """Log and count the answer, and give its id to the caller."""
    seconds = time.perf_counter() - g.started
    route = template_of(request.url_rule.rule) if request.url_rule else None
    count_request(request.method, route, response.status_code, seconds)
    log.info(
        "request",
        method=request.method,
        path=request.path,
        route=route,
        status=response.status_code,
        duration_ms=round(seconds * 1000, 2),
        user_id=g.get("user_id"),
    )
    response.headers["X-Request-ID"] = g.request_id
    return response


def header_writer(settings: Settings) -> Callable[[Response], Response]:
    """Make what adds the headers of every answer; an endpoint may have set its own."""
    always = security_headers(production=settings.app_env == "production")

    def add_headers(response: Response) -> Response:
        cached = {} if may_be_stored(request.path) else NOT_STORED
        for name, value in (always | cached).items():
            response.headers.setdefault(name, value)
        return response

    return add_headers


def install(app: Flask, settings: Settings) -> None:
    """Register the checks in the order in which they run."""
    app.before_request(starter(settings.trusted_proxies))
    app.before_request(check_wait)
    app.before_request(host_check(settings.allowed_hosts))
    app.before_request(size_check(settings.max_body_bytes))
    app.before_request(check_accept)
    app.after_request(finish)
    app.after_request(header_writer(settings))
