"""Say who sends the generated requests."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config

from {{ cookiecutter.package_name }}.users.models import Role

from ..factories import log_in, make_user
from .service import HOST, app


@pytest.fixture(scope="session")
def caller(alembic: Config) -> Iterator[dict[str, str]]:
    """Make all tables and the only admin, who may call everything and cannot delete himself."""
    database = app.extensions["database"]
    with database.engine.begin() as connection:
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, "head")
    with database.writers() as session:
        token = log_in(session, make_user(session, role=Role.ADMIN)).access_token
    yield HOST | {"Authorization": f"Bearer {token}"}
    database.engine.dispose()
