import pytest
from alembic import command
from alembic.config import Config


@pytest.mark.usefixtures("session")
def test_models_and_migrations_agree(alembic: Config) -> None:
    command.check(alembic)


@pytest.mark.usefixtures("session")
def test_newest_can_be_undone(alembic: Config) -> None:
    command.downgrade(alembic, "-1")
    command.upgrade(alembic, "head")
