from alembic import command
from alembic.config import Config
from sqlalchemy.ext.asyncio import AsyncSession


async def test_models_and_migrations_agree(db: AsyncSession, alembic: Config) -> None:
    await (await db.connection()).run_sync(lambda _: command.check(alembic))


async def test_newest_can_be_undone(db: AsyncSession, alembic: Config) -> None:
    connection = await db.connection()
    await connection.run_sync(lambda _: command.downgrade(alembic, "-1"))
    await connection.run_sync(lambda _: command.upgrade(alembic, "head"))
