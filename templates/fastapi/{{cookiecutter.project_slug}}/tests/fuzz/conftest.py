"""Give the generated requests a service of their own, and a caller who may call everything."""

import asyncio
from pathlib import Path

import pytest
import schemathesis
from alembic.config import Config
from fastapi import FastAPI
from schemathesis.schemas import BaseSchema

from {{ cookiecutter.package_name }}.db import Database
from {{ cookiecutter.package_name }}.main import create_app
from {{ cookiecutter.package_name }}.settings import get_settings
from {{ cookiecutter.package_name }}.users.models import Role

from ..conftest import upgrade
from ..factories import log_in, make_user


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """Make the application anew: it runs on an event loop of its own, which a database in memory cannot follow."""
    settings = get_settings()
    if settings.database_url == "sqlite://":
        file = tmp_path_factory.mktemp("fuzz") / "fuzz.sqlite3"
        settings = settings.model_copy(update={"database_url": f"sqlite:///{file}"})
    return create_app(settings)


async def prepare(database: Database, alembic: Config) -> str:
    """Make all tables and the only admin, who cannot delete himself, and return his token."""
    async with database.engine.begin() as connection:
        await connection.run_sync(upgrade, alembic)
    async with database.writers() as db:
        admin = await make_user(db, role=Role.ADMIN)
        token = (await log_in(db, admin)).access_token
    await database.engine.dispose()
    return token


@pytest.fixture(scope="session")
def caller(service: FastAPI, alembic: Config) -> dict[str, str]:
    """Return what each request says of who calls."""
    token = asyncio.run(prepare(service.state.database, alembic))
    return {"Host": "localhost", "Authorization": f"Bearer {token}"}


@pytest.fixture(scope="session")
def document(service: FastAPI) -> BaseSchema:
    """Load what the service says of itself."""
    return schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json", service, headers={"Host": "localhost"}
    )
