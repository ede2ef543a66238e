import asyncio
import os
import signal
from pathlib import Path

from sqlalchemy import text

from {{ cookiecutter.package_name }} import lifecycle, main
from {{ cookiecutter.package_name }}.database_sqlite import open_database
from {{ cookiecutter.package_name }}.settings import get_settings


async def test_writers_wait_their_turn(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/db.sqlite3"
    database = open_database(get_settings().model_copy(update={"database_url": url}))
    async with database.writers.begin() as db:
        await db.execute(text("CREATE TABLE t (x INTEGER)"))
        await db.execute(text("INSERT INTO t VALUES (0)"))

    async def increase() -> None:
        async with database.writers.begin() as db:
            value = await db.scalar(text("SELECT x FROM t"))
            await db.execute(text("UPDATE t SET x = :x"), {"x": (value or 0) + 1})

    await asyncio.gather(*(increase() for _ in range(5)))
    async with database.readers() as db:
        assert await db.scalar(text("SELECT x FROM t")) == 5
    await database.engine.dispose()


async def test_readers_wait_for_nobody(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/db.sqlite3"
    database = open_database(get_settings().model_copy(update={"database_url": url}))
    async with database.writers() as writer, database.readers() as reader:
        await writer.execute(text("CREATE TABLE t (x)"))
        assert await reader.scalar(text("SELECT count(*) FROM sqlite_master")) == 0
    await database.engine.dispose()


async def test_lifespan_watches_for_the_end() -> None:
    before = signal.getsignal(signal.SIGTERM)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    async with main.app.router.lifespan_context(main.app):
        os.kill(os.getpid(), signal.SIGTERM)
        assert lifecycle.is_stopping()
    signal.signal(signal.SIGTERM, before)
    lifecycle._stopping.clear()  # noqa: SLF001 - a process stops only once
