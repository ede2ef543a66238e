"""What a service stores, looked at behind its back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg

NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


class Tables:
    """The tables of a database of either kind."""

    def __init__(self, database_url: str) -> None:
        """Look into the database at a URL."""
        self._url = database_url
        self._kind = urlsplit(database_url).scheme

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        if self._kind == "sqlite":
            with closing(sqlite3.connect(urlsplit(self._url).path[1:], isolation_level=None)) as connection:
                yield connection
        else:
            with psycopg.connect(self._url, autocommit=True) as connection:
                yield connection

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a statement, whose values are marked by `?`, and return its rows."""
        marked = statement if self._kind == "sqlite" else statement.replace("?", "%s")
        with self._connection() as connection:
            cursor = connection.execute(marked, values)
            return list(cursor.fetchall()) if cursor.description else []

    def names(self) -> list[str]:
        """Return the names of all tables."""
        return [name for (name,) in self.run(NAMES[self._kind])]

    def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns."""
        with self._connection() as connection:
            return [column[0] for column in connection.execute(f'SELECT * FROM "{table}" LIMIT 0').description]  # noqa: S608  (a table's name)

    def everything(self) -> str:
        """Return all that is stored, as one text."""
        return "\n".join(repr(row) for name in self.names() for row in self.run(f'SELECT * FROM "{name}"'))  # noqa: S608  (a table's name)
