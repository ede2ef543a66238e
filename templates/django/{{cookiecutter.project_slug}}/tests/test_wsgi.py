import io
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from {{ cookiecutter.package_name }}.wsgi import application


def call(body: bytes, **more: str) -> str:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/v1/auth/login",
        "CONTENT_TYPE": "application/json",
        "HTTP_HOST": "testserver",
        "wsgi.input": io.BytesIO(body),
        **more,
    }
    setup_testing_defaults(environ)
    statuses: list[str] = []
    list(application(environ, lambda status, *_: statuses.append(status)))  # type: ignore[arg-type]  # enough of a server
    return statuses[0][:3]


@pytest.mark.parametrize(
    ("size", "status"), [(2, "422"), (1_048_576, "400"), (1_048_577, "413"), (3_000_000, "413")]
)
def test_chunked_body_is_limited(size: int, status: str) -> None:
    body = b"{}" if size == 2 else b"[" * size
    assert call(body, HTTP_TRANSFER_ENCODING="chunked") == status


def test_broken_body_is_400() -> None:
    class Lost(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise ConnectionResetError

    environ: dict[str, Any] = {"wsgi.input": Lost()}
    assert call(b"", HTTP_TRANSFER_ENCODING="chunked", **environ) == "400"


def test_known_length_is_kept() -> None:
    assert call(b"{}", CONTENT_LENGTH="2") == "422"
