"""Give each request one database session, and close it with the request."""

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class Database:
    """Hold the engine of an application, and open its sessions.

    Attributes:
        engine: where connections come from.
        writers: opens sessions that may write.
        readers: opens sessions that only read, so that SQLite need not lock the file.
    """

    def __init__(self, engine: Engine) -> None:
        """Open sessions on an engine; nothing connects yet."""
        self.engine = engine
        self.writers = sessionmaker(engine, expire_on_commit=False)
        self.readers = sessionmaker(
            engine.execution_options(read_only=True), expire_on_commit=False
        )


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
    if session := g.pop("session", None):
        session.close()


def install(app: Flask, engine: Engine) -> None:
    """Connect an application to its database."""
    app.extensions["database"] = Database(engine)
    app.teardown_appcontext(close_session)
