"""Stand between every request and the rest: id, access log, counts, headers, hosts, body limit."""

import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.common import CommonMiddleware

from .clients import client_address
from .environment import get_settings
from .errors import BodyTooLarge, Unavailable
from .headers import NOT_STORED, may_be_stored, security_headers
from .logs import request_id_from
from .metrics import count_request
from .problems import problem_response
from .queueing import waited_too_long
from .routes import route_of

type GetResponse = Callable[[HttpRequest], HttpResponseBase]

HEALTH = "/health/"
access_log = structlog.stdlib.get_logger("{{ cookiecutter.package_name }}.access")


class RequestMiddleware:
    """Know every request and its client, log and count it, and set the headers of its answer."""

    def __init__(self, get_response: GetResponse) -> None:
        """Take the rest of the chain."""
        self.get_response = get_response
        environment = get_settings()
        self.headers = security_headers(production=environment.app_env == "production")
        self.trusted_proxies = environment.trusted_proxies

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        started = time.perf_counter()
        request_id = request_id_from(request.headers.get("X-Request-ID"))
        client = self.client_of(request)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id, client=client)
        request.META["REMOTE_ADDR"] = client
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        self.set_headers(request, response)
        self.record(request, response, time.perf_counter() - started)
        return response

    def client_of(self, request: HttpRequest) -> str:
        """Tell the address of the caller, also behind proxies."""
        forwarded_for = request.headers.get("X-Forwarded-For", "")
        peer = request.META.get("REMOTE_ADDR", "")
        return client_address(peer, forwarded_for, self.trusted_proxies)

    def set_headers(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """Set what no other middleware has set."""
        stored = may_be_stored(request.path) and not request.path.startswith(HEALTH)
        for name, value in (self.headers | ({} if stored else NOT_STORED)).items():
            response.headers.setdefault(name, value)

    def record(self, request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
        """Log and count one answered request."""
        method, route = request.method or "", route_of(request)
        count_request(method, route, response.status_code, seconds)
        access_log.info(
            "request",
            method=method,
            path=request.path,
            route=route,
            status=response.status_code,
            duration_ms=round(seconds * 1000, 3),
            user_id=structlog.contextvars.get_contextvars().get("user_id"),
        )


class HostMiddleware(CommonMiddleware):
    """Refuse hosts that are not ours, but for probes, which call by address."""

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:  # type: ignore[override]  # stubs are narrower
        """Check the `Host` header (`ALLOWED_HOSTS`)."""
        if request.path.startswith(HEALTH):
            return None
        return super().process_request(request)


class LimitsMiddleware:
    """Refuse what comes too late, and a body that is too large before it is read."""

    def __init__(self, get_response: GetResponse) -> None:
        """Take the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        if waited_too_long() and not request.path.startswith(HEALTH):
            return problem_response(request, Unavailable())
        length = request.headers.get("Content-Length", "")
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if length.isdecimal() and int(length) > limit:
            return problem_response(request, BodyTooLarge())
        return self.get_response(request)
