"""Say where the tests keep their data: in memory, or on the server of `TEST_DATABASE_URL`."""

import asyncio
import os

import asyncpg
from sqlalchemy import make_url


async def make_database(server: str, name: str) -> None:
    """Make an empty database on a server."""
    connection = await asyncpg.connect(server)
    await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()


def prepare_database() -> str:
    """Name a database that this process of the tests has to itself; on a server, make it."""
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        return "sqlite://"
    url = make_url(server)
    name = f"{url.database}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    asyncio.run(make_database(server, name))
    return url.set(database=name).render_as_string(hide_password=False)
