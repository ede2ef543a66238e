"""The application that gunicorn serves."""

import io
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{{ cookiecutter.package_name }}.settings")


class Broken(io.BytesIO):
    """A body that its client did not send to the end."""

    def __init__(self, error: OSError) -> None:
        """Take what happened."""
        super().__init__()
        self.error = error

    def read(self, size: int | None = -1, /) -> bytes:
        """Fail again, where Django answers for it."""
        raise self.error


def with_chunked_bodies(application: "WSGIApplication", limit: int) -> "WSGIApplication":
    """Give a body of unknown length one, as Django reads none without.

    Args:
        application: what is called with it.
        limit: the most bytes that a body may have; one more is read, which is then refused.
    """

    def call(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if "CONTENT_LENGTH" not in environ and "HTTP_TRANSFER_ENCODING" in environ:
            try:
                body = environ["wsgi.input"].read(limit + 1)
            except OSError as error:
                environ |= {"wsgi.input": Broken(error), "CONTENT_LENGTH": "1"}
            else:
                environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        return application(environ, start_response)

    return call


django_application = get_wsgi_application()

from .environment import get_settings  # noqa: E402 - Django reads the environment first

# Loads every view, so that no request has to wait for that
resolve("/health/live")

application = with_chunked_bodies(django_application, get_settings().max_body_bytes)
