"""Give each test an application, a database of its own, and callers."""

import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher
from sqlalchemy import event
from sqlalchemy.orm import Session

from {{ cookiecutter.package_name }} import delays, passwords
from {{ cookiecutter.package_name }}.db import Database
from {{ cookiecutter.package_name }}.factory import create_app
from {{ cookiecutter.package_name }}.settings import get_settings
from {{ cookiecutter.package_name }}.users.models import Role, User

from .callers import Client
from .databases import prepare_database
from .factories import log_in, make_user
from .mailbox import Mailbox

MAILS = Path(tempfile.mkdtemp(prefix="mails-"))
ROOT = Path(__file__).parents[1]

os.environ |= {
    "APP_ENV": "test",
    "SECRET_KEY": "tests-only-0123456789-abcdefghij-KLMNOP",
    "DATABASE_URL": prepare_database(),
    "MAIL_URL": f"file:{MAILS}",
    "LOG_LEVEL": "WARNING",
}

# Hashing takes long on purpose; tests need not.
passwords.HASHES = PasswordHash((Argon2Hasher(1, 16, 1), BcryptHasher()))

# Nobody here measures what an answer leaves to do.
delays.DELAY_SECONDS = (0, 0)

type MakeClient = Callable[[User], Client]


class AtOnce(Executor):
    """Do what is left to threads at once: the database of a test has one connection."""

    def submit[T](self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:  # noqa: ANN401 - as its parent has it
        """Do it."""
        done: Future[T] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


@pytest.fixture(scope="session")
def app() -> Iterator[Flask]:
    """Make the application once; its tables are made by the migrations."""
    application = create_app(get_settings())
    application.test_client_class = Client
    application.extensions["outbox"].executor = AtOnce()
    yield application
    application.extensions["database"].engine.dispose()


@pytest.fixture(scope="session")
def alembic() -> Config:
    """Read the configuration of the migrations."""
    return Config(toml_file=ROOT / "pyproject.toml")


@pytest.fixture(scope="session")
def database(app: Flask, alembic: Config) -> Iterator[Database]:
    """Bind the sessions of the application to one connection with all tables."""
    opened: Database = app.extensions["database"]
    with opened.engine.connect() as connection:
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, "head")
        connection.commit()
        for sessions in (opened.writers, opened.readers):
            sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
        yield opened


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Open a session; whatever a test writes is undone."""
    connection = database.writers.kw["bind"]
    transaction = connection.begin()
    with database.writers() as opened:
        yield opened
    transaction.rollback()


@pytest.fixture
def mails() -> Mailbox:
    """Empty the mailbox."""
    mailbox = Mailbox(MAILS)
    mailbox.clear()
    return mailbox


@pytest.fixture
def anonymous(app: Flask, session: Session, mails: Mailbox) -> Client:
    """Call without a token."""
    del session, mails
    client = app.test_client()
    assert isinstance(client, Client)
    return client


@pytest.fixture
def client_of(app: Flask, session: Session) -> MakeClient:
    """Call as a user."""

    def make(user: User) -> Client:
        client = app.test_client()
        assert isinstance(client, Client)
        client.token = log_in(session, user).access_token
        return client

    return make


@pytest.fixture
def alice(session: Session) -> User:
    """Make an ordinary user."""
    return make_user(session, email="alice@example.com", name="Alice")


@pytest.fixture
def client(client_of: MakeClient, alice: User) -> Client:
    """Call as Alice."""
    return client_of(alice)


@pytest.fixture
def boss(session: Session) -> User:
    """Make the only admin."""
    return make_user(session, email="boss@example.com", role=Role.ADMIN)


@pytest.fixture
def admin(client_of: MakeClient, boss: User) -> Client:
    """Call as the admin."""
    return client_of(boss)


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """Collect the SELECTs that are run."""
    run: list[str] = []

    def record(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            run.append(statement)

    event.listen(database.engine, "before_cursor_execute", record)
    yield run
    event.remove(database.engine, "before_cursor_execute", record)
