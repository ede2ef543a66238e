"""Do what every request needs, whatever it asks for: an id, a log line, headers, and its limits.

Plain ASGI: a request passes here without a task, a queue or a copy of its own.
"""

import time

import structlog
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .clients import client_address
from .cors import Cors
from .docs_pages import docs_policy
from .errors import AppError, BadRequest, BodyTooLarge, NotAcceptable, UriTooLong
from .headers import NOT_STORED, may_be_stored, security_headers
from .lifecycle import is_stopping
from .logs import request_id_from
from .metrics import count_request
from .problems import answer, answer_crash
from .settings import Settings

API = "/api/v1/"
DOCS = ("/api/v1/docs", "/api/v1/redoc", "/api/v1/openapi.json")
HEALTH = "/health/"
ACCEPTED = {b"application/json", b"application/problem+json", b"application/*", b"*/*"}
HTTP_VERSIONS = {"1.0", "1.1", "2"}
LINE_BYTES = 8190
RawHeaders = list[tuple[bytes, bytes]]

log = structlog.stdlib.get_logger("{{ cookiecutter.package_name }}.access")


def raw(headers: dict[str, str]) -> RawHeaders:
    """Encode headers once, as ASGI carries them."""
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def values_of(scope: Scope, name: bytes) -> list[bytes]:
    """Read every value of a header."""
    return [value for key, value in scope["headers"] if key == name]


class RequestLog:
    """Give a request its id and its answer the headers; log and count both."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Prepare what is the same for every answer."""
        self.app = app
        self.trusted = settings.trusted_proxies
        always = security_headers(production=settings.app_env == "production")
        self.headers = raw(always)
        self.api_headers = raw(always | NOT_STORED)
        self.docs_headers = raw(always | {"Content-Security-Policy": docs_policy()})

    def headers_for(self, path: str) -> RawHeaders:
        """Choose the headers of an answer."""
        if not may_be_stored(path):
            return self.api_headers
        return self.docs_headers if path.startswith(DOCS) else self.headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        headers = [*self.headers_for(scope["path"]), *self.introduce(scope)]
        status = 499  # the client left before it was answered (nginx)
        answered = False

        async def send_with_headers(message: Message) -> None:
            nonlocal answered, status
            if message["type"] == "http.response.start":
                status = message["status"]
                if is_stopping():
                    headers.append((b"connection", b"close"))
                message["headers"] = [*message.get("headers", ()), *headers]
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                answered = True
                # Now, as what is left to do behind the answer is no part of it
                record(scope, status, time.perf_counter() - started)

        try:
            await self.app(scope, receive, send_with_headers)
        finally:
            if not answered:
                record(scope, status, time.perf_counter() - started)

    def introduce(self, scope: Scope) -> RawHeaders:
        """Find out who calls, and name the request: in its state, in the log, and to the caller."""
        given = b"".join(values_of(scope, b"x-request-id")[:1]).decode("latin-1")
        peer = scope["client"][0] if scope.get("client") else ""
        hops = b",".join(values_of(scope, b"x-forwarded-for")).decode("latin-1")
        named = {
            "request_id": request_id_from(given),
            "client": client_address(peer, hops, self.trusted),
        }
        scope.setdefault("state", {}).update(named)
        structlog.contextvars.bind_contextvars(**named)
        return [(b"x-request-id", named["request_id"].encode())]


def record(scope: Scope, status: int, seconds: float) -> None:
    """Log and count an answered request."""
    route = getattr(scope.get("route"), "path_format", None)
    count_request(scope["method"], route, status, seconds)
    log.info(
        "request",
        method=scope["method"],
        path=scope["path"],
        route=route,
        status=status,
        duration_ms=round(seconds * 1000, 2),
        user_id=scope["state"].get("user_id"),
    )


class Hosts:
    """Serve nobody who asks for another host, not even with a preflight."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Take the hosts from the settings."""
        self.app = app
        self.hosts = frozenset(host.lower().encode() for host in settings.allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http" and not self.is_served(scope):
            refusal = BadRequest("This host is not served here.")
            await answer(scope, refusal)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def is_served(self, scope: Scope) -> bool:
        """Tell whether a request names one host, and one of ours; probes of health need not."""
        if scope["path"].startswith(HEALTH):
            return True
        hosts = values_of(scope, b"host")
        if len(hosts) != 1:
            return False
        host = hosts[0].lower()
        return host in self.hosts or without_port(host) in self.hosts


class Guard:
    """Turn away what this service does not take, and answer for crashes."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Take the limit from the settings."""
        self.app = app
        self.limit = settings.max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with a problem document."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def note_start(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            self.check(scope)
            await self.app(as_get(scope), self.limited(receive), note_start)
        except AppError as error:
            await answer(scope, error)(scope, receive, send)
        except Exception as error:
            if started:
                raise
            await answer_crash(scope, error)(scope, receive, send)

    def check(self, scope: Scope) -> None:
        """Refuse a request for what stands in its head."""
        path = scope["path"]
        if scope["http_version"] not in HTTP_VERSIONS:
            raise BadRequest
        if line_length(scope) > LINE_BYTES:
            raise UriTooLong
        if int(b"".join(values_of(scope, b"content-length")[:1]) or 0) > self.limit:
            raise BodyTooLarge
        if path.startswith(API) and not path.startswith(DOCS):
            check_accept(values_of(scope, b"accept"))

    def limited(self, receive: Receive) -> Receive:
        """Stop reading a body that grows too large, or is not UTF-8 (RFC 8259, section 8.1)."""
        size = 0

        async def receive_within_limit() -> Message:
            nonlocal size
            message = await receive()
            body = message.get("body", b"")
            size += len(body)
            if size > self.limit:
                raise HTTPException(BodyTooLarge.status)
            # Neither JSON in UTF-8 nor a form holds this byte; UTF-16, which nobody may send, does
            if b"\0" in body:
                raise HTTPException(BadRequest.status)
            return message

        return receive_within_limit


def line_length(scope: Scope) -> int:
    """Measure the first line of a request, as it was sent."""
    query = scope["query_string"]
    target = len(scope["raw_path"]) + (len(query) + 1 if query else 0)
    return len(f"{scope['method']}  HTTP/1.1") + target


def without_port(host: bytes) -> bytes:
    """Cut the port off a Host header; the colons of an IPv6 address stand in brackets."""
    name, colon, port = host.rpartition(b":")
    return name if colon and port.isdigit() else host


def as_get(scope: Scope) -> Scope:
    """Let HEAD take the way of GET (RFC 9110, 9.3.2); the server leaves the content out."""
    return {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope


def check_accept(values: list[bytes]) -> None:
    """Refuse callers of the API who cannot read its JSON.

    Raises:
        NotAcceptable: they name media types, and none that we write.
    """
    ranges = [entry.partition(b";") for value in values for entry in value.split(b",")]
    kinds = {kind.strip().lower() for kind, _, rest in ranges if rest.strip() != b"q=0"}
    if ranges and not kinds & ACCEPTED:
        raise NotAcceptable


def install(app: FastAPI, settings: Settings) -> None:
    """Put the layers around an application; the last one is the outermost."""
    app.add_middleware(Guard, settings=settings)
    if settings.cors_origins:
        app.add_middleware(
            Cors,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "X-Request-ID"],
            expose_headers=["Location", "X-Request-ID", "Retry-After"],
        )
    app.add_middleware(Hosts, settings=settings)
    app.add_middleware(RequestLog, settings=settings)
