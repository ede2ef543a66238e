"""Run migrations on the database that `DATABASE_URL` names."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection

from {{ cookiecutter.package_name }} import wiring
from {{ cookiecutter.package_name }}.logs import configure_logs
from {{ cookiecutter.package_name }}.orm import Base
from {{ cookiecutter.package_name }}.settings import get_settings


@contextmanager
def kept_rows(connection: Connection) -> Iterator[None]:
    """Let SQLite make a table anew without deleting the rows that point to it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    yield
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def migrate(connection: Connection) -> None:
    """Run what was asked for, in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transactional_ddl=True,
        # SQLite changes a table by making it anew
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with kept_rows(connection), context.begin_transaction():
        context.run_migrations()


async def main() -> None:
    """Open the database and migrate it."""
    settings = get_settings()
    configure_logs(settings.log_level, settings.log_format)
    database = wiring.open_database(settings)
    async with database.engine.connect() as connection:
        await connection.run_sync(migrate)
    await database.engine.dispose()


connection: Connection | None = context.config.attributes.get("connection")
if connection:
    migrate(connection)
else:
    asyncio.run(main())
