"""Give each test an application, a database of its own, and callers."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from fastapi import FastAPI
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncSession

from .databases import prepare_database

MAILS = Path(tempfile.mkdtemp(prefix="mails-"))
ROOT = Path(__file__).parents[1]

# The application reads the environment once, when it is imported
os.environ |= {
    "APP_ENV": "test",
    "SECRET_KEY": "tests-only-0123456789-abcdefghij-KLMNOP",
    "DATABASE_URL": prepare_database(),
    "MAIL_URL": f"file:{MAILS}",
    "LOG_LEVEL": "WARNING",
}

from {{ cookiecutter.package_name }} import delays, passwords  # noqa: E402 - see above
from {{ cookiecutter.package_name }}.db import Database  # noqa: E402 - see above
from {{ cookiecutter.package_name }}.main import create_app  # noqa: E402 - see above
from {{ cookiecutter.package_name }}.settings import get_settings  # noqa: E402 - see above
from {{ cookiecutter.package_name }}.users.models import Role, User  # noqa: E402 - see above

from .callers import Client  # noqa: E402 - see above
from .factories import log_in, make_user  # noqa: E402 - see above
from .mailbox import Mailbox  # noqa: E402 - see above

# Hashing takes long on purpose; tests need not
passwords.HASHES = PasswordHash((Argon2Hasher(1, 16, 1), BcryptHasher()))

# Nobody here measures what an answer leaves to do
delays.DELAY_SECONDS = (0, 0)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run all tests on one event loop, as the connection to the database belongs to it."""
    return "asyncio"


@pytest.fixture(scope="session")
def app() -> FastAPI:
    """Make the application once."""
    return create_app(get_settings())


@pytest.fixture(scope="session")
def alembic() -> Config:
    """Read the configuration of the migrations."""
    return Config(toml_file=ROOT / "pyproject.toml")


def upgrade(connection: Connection, alembic: Config) -> None:
    """Make all tables by the migrations."""
    alembic.attributes["connection"] = connection
    command.upgrade(alembic, "head")


@pytest.fixture(scope="session")
async def database(app: FastAPI, alembic: Config) -> AsyncIterator[Database]:
    """Bind the sessions of the application to one connection with all tables."""
    opened: Database = app.state.database
    async with opened.engine.connect() as connection:
        await connection.run_sync(upgrade, alembic)
        await connection.commit()
        for sessions in (opened.writers, opened.readers):
            sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
        yield opened
    await opened.engine.dispose()


@pytest.fixture
async def db(database: Database) -> AsyncIterator[AsyncSession]:
    """Open a session; whatever a test writes is undone."""
    transaction = await database.writers.kw["bind"].begin()
    async with database.writers() as opened:
        yield opened
    await transaction.rollback()


@pytest.fixture
def mails() -> Mailbox:
    """Empty the mailbox."""
    mailbox = Mailbox(MAILS)
    mailbox.clear()
    return mailbox


@pytest.fixture
def anonymous(app: FastAPI, db: AsyncSession, mails: Mailbox) -> Client:
    """Call without a token."""
    del db, mails
    return Client(app)


@pytest.fixture
async def alice(db: AsyncSession) -> User:
    """Make an ordinary user."""
    return await make_user(db, email="alice@example.com", name="Alice")


@pytest.fixture
async def client(app: FastAPI, db: AsyncSession, alice: User) -> Client:
    """Call as Alice."""
    return Client(app, (await log_in(db, alice)).access_token)


@pytest.fixture
async def boss(db: AsyncSession) -> User:
    """Make the only admin."""
    return await make_user(db, email="boss@example.com", role=Role.ADMIN)


@pytest.fixture
async def admin(app: FastAPI, db: AsyncSession, boss: User) -> Client:
    """Call as the admin."""
    return Client(app, (await log_in(db, boss)).access_token)


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """Collect the SELECTs that are run."""
    run: list[str] = []

    def record(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            run.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", record)
    yield run
    event.remove(engine, "before_cursor_execute", record)
