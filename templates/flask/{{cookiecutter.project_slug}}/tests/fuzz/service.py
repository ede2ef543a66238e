"""Make a service for the generated requests."""

import tempfile
from pathlib import Path

import schemathesis

from {{ cookiecutter.package_name }}.factory import create_app
from {{ cookiecutter.package_name }}.settings import get_settings

HOST = {"Host": "localhost"}

settings = get_settings().model_copy(update={"throttle_per_minute": 0, "throttle_per_hour": 0})
if settings.database_url == "sqlite://":
    # The connections of a pool cannot share a database in memory
    file = Path(tempfile.mkdtemp(prefix="fuzz-")) / "fuzz.sqlite3"
    settings = settings.model_copy(update={"database_url": f"sqlite:///{file}"})
app = create_app(settings)
document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, headers=HOST)
