"""Give each request one database session, and close it with the request."""

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

from .settings import Settings
from .sqlite import READING, prepare_sqlite

POOL_TIMEOUT_SECONDS = 1.5
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class Database:
    """Hold the engine of an application, and open its sessions.

    Attributes:
        engine: where connections come from.
        writers: opens sessions that may write.
        readers: opens sessions that only read, which on SQLite wait for nobody.
    """

    def __init__(self, engine: Engine) -> None:
        """Open sessions on an engine; nothing connects yet."""
        self.engine = engine
        self.writers = sessionmaker(engine, expire_on_commit=False)
        self.readers = sessionmaker(
            engine.execution_options(**{READING: True}), expire_on_commit=False
        )

    def check(self) -> None:
        """Ask for a sign of life.

        Raises:
            SQLAlchemyError: there is none.
        """
        with self.readers() as session:
            session.execute(text("SELECT 1"))


def sqlite_engine(settings: Settings) -> Engine:
    """Make the engine for the file that `DATABASE_URL` names; nothing connects yet."""
    engine = create_engine(
        settings.database_url,
        poolclass=QueuePool,
        pool_size=settings.database_pool_size,
        max_overflow=1,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        connect_args={"check_same_thread": False},
    )
    prepare_sqlite(engine)
    return engine


def get_database() -> Database:
    """Return the database of the current application."""
    database: Database = current_app.extensions["database"]
    return database


def get_session() -> Session:
    """Return the session of the current request or command; the first call opens it."""
    if "session" not in g:
        reads = has_request_context() and request.method in SAFE_METHODS
        database = get_database()
        g.session = database.readers() if reads else database.writers()
    session: Session = g.session
    return session


def close_session(_error: BaseException | None) -> None:
    """Give the connection back, and undo what was not committed."""
    session: Session | None = g.pop("session", None)
    if session is None:
        return
    try:
        session.close()
    except DBAPIError:
        # The server is gone, and has undone it
        session.invalidate()


def install(app: Flask, engine: Engine) -> None:
    """Connect an application to its database."""
    database = Database(engine)
    app.extensions["database"] = database
    app.extensions.setdefault("checks", {})["database"] = database.check
    app.teardown_appcontext(close_session)
