"""Say who sends the generated requests."""

import asyncio

import pytest
from alembic.config import Config

from {{ cookiecutter.package_name }}.db import Database
from {{ cookiecutter.package_name }}.users.models import Role

from ..conftest import upgrade
from ..factories import log_in, make_user
from .service import HOST, app


async def prepare(database: Database, alembic: Config) -> str:
    """Make all tables and the only admin, who cannot delete himself; return his token."""
    async with database.engine.begin() as connection:
        await connection.run_sync(upgrade, alembic)
    async with database.writers() as db:
        admin = await make_user(db, role=Role.ADMIN)
        token = (await log_in(db, admin)).access_token
    await database.engine.dispose()
    return token


@pytest.fixture(scope="session")
def caller(alembic: Config) -> dict[str, str]:
    """Call as one who may call everything."""
    token = asyncio.run(prepare(app.state.database, alembic))
    return HOST | {"Authorization": f"Bearer {token}"}
