"""A fresh database for a run: a SQLite file, or one made on a PostgreSQL server and dropped."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql


@contextmanager
def fresh_database(server_url: str | None, folder: Path) -> Iterator[str]:
    """Make an empty database and yield its URL.

    `server_url` is any database of a PostgreSQL server, whose user may create others; without
    it the database is a SQLite file in `folder`.
    """
    name = f"contract_{uuid4().hex[:12]}"
    if server_url is None:
        yield f"sqlite:///{folder / name}.sqlite3"
        return
    _execute(server_url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlsplit(server_url)._replace(path=f"/{name}").geturl()
    finally:
        _execute(server_url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def through_port(url: str, port: int) -> str:
    """Return a database URL that leads through a port on the loopback."""
    parts = urlsplit(url)
    login = parts.netloc.rpartition("@")[0]
    return parts._replace(netloc=f"{login}@127.0.0.1:{port}").geturl()


def _execute(server_url: str, statement: sql.Composed) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(statement)
