"""Make a service for the generated requests."""

import tempfile
from pathlib import Path

import schemathesis
from starlette.types import Receive, Scope, Send

from {{ cookiecutter.package_name }}.main import create_app
from {{ cookiecutter.package_name }}.settings import get_settings

HOST = {"Host": "localhost"}

settings = get_settings().model_copy(update={"throttle_per_minute": 0, "throttle_per_hour": 0})
if settings.database_url == "sqlite://":
    # Connections of several event loops cannot share a database in memory
    file = Path(tempfile.mkdtemp(prefix="fuzz-")) / "fuzz.sqlite3"
    settings = settings.model_copy(update={"database_url": f"sqlite:///{file}"})
app = create_app(settings)


async def requests_only(scope: Scope, receive: Receive, send: Send) -> None:
    """Leave the signals alone: only the main thread of a process may watch for them."""
    assert scope["type"] == "http"
    await app(scope, receive, send)


document = schemathesis.openapi.from_asgi("/api/v1/openapi.json", requests_only, headers=HOST)
