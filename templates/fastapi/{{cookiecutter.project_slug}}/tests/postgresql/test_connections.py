import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from {{ cookiecutter.package_name }} import database_postgresql as postgresql
from {{ cookiecutter.package_name }}.db import is_outage
from {{ cookiecutter.package_name }}.settings import get_settings


async def test_closed_connection_costs_no_request() -> None:
    database = postgresql.open_database(get_settings())
    async with database.readers() as first, database.readers() as second:
        await second.execute(text("SELECT 1"))
        pid = await first.scalar(text("SELECT pg_backend_pid()"))
        await first.commit()
        await second.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    await asyncio.sleep(0.1)  # until the driver has heard of it
    for _ in range(3):
        await database.check()
    await database.engine.dispose()


async def test_long_statement_is_cut() -> None:
    changes = {"database_statement_timeout_ms": 50}
    database = postgresql.open_database(get_settings().model_copy(update=changes))
    async with database.readers() as db:
        with pytest.raises(DBAPIError) as cut:
            await db.execute(text("SELECT pg_sleep(5)"))
    assert is_outage(cut.value)
    await database.engine.dispose()


async def test_waiting_for_a_lock_is_cut() -> None:
    database = postgresql.open_database(get_settings())
    async with database.writers() as first, database.writers() as second:
        await first.execute(text("LOCK TABLE users"))
        with pytest.raises(DBAPIError) as cut:
            await second.execute(text("SELECT 1 FROM users"))
    assert is_outage(cut.value)
    await database.engine.dispose()
