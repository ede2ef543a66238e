"""Let pages of the listed origins call this service from a browser (Fetch Standard, 3.3)."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response, request

from .settings import Settings

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Request-ID",
    "Access-Control-Max-Age": "600",
}
EXPOSED = {"Access-Control-Expose-Headers": "Location, Retry-After, X-Request-ID"}


def is_preflight() -> bool:
    """Tell whether a browser asks if it may ask."""
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def answer_preflight() -> Response | None:
    """Answer the question of a browser before anything else looks at it."""
    return Response(status=HTTPStatus.NO_CONTENT) if is_preflight() else None


def permission(origins: tuple[str, ...]) -> Callable[[Response], Response]:
    """Make what tells browsers which origins may read an answer."""

    def allow(response: Response) -> Response:
        response.vary.add("Origin")
        if request.origin in origins:
            response.headers["Access-Control-Allow-Origin"] = request.origin
            response.headers.update(PREFLIGHT if is_preflight() else EXPOSED)
        return response

    return allow


def install(app: Flask, settings: Settings) -> None:
    """Allow the origins of `CORS_ORIGINS`, if there are any."""
    if settings.cors_origins:
        app.before_request(answer_preflight)
        app.after_request(permission(settings.cors_origins))
