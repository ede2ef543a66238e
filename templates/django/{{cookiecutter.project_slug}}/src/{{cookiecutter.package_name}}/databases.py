"""Derive the database from `DATABASE_URL`."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import connection

from .environment import Settings
{% if cookiecutter.database == "postgresql" %}
from .postgresql import postgresql_from_url
{% endif %}

LOCK_TIMEOUT = 5  # seconds that a writer waits for another
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"


def sqlite_from_url(settings: Settings) -> dict[str, Any]:
    """Describe a SQLite database in which readers and the one writer do not wait for each other."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": unquote(urlsplit(settings.database_url).path).removeprefix("/") or ":memory:",
        # Each thread keeps its own: to open the file anew is to write, which a full disk forbids
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A transaction that reads, then writes, could not wait for another's lock
            "transaction_mode": "IMMEDIATE",
            "timeout": LOCK_TIMEOUT,
            "init_command": PRAGMAS,
        },
    }


DATABASE_FROM_URL: dict[str, Callable[[Settings], dict[str, Any]]] = {
    "sqlite": sqlite_from_url,
{% if cookiecutter.database == "postgresql" %}
    "postgresql": postgresql_from_url,
{% endif %}
}


def release_connection() -> None:
    """Give the connection back before work that takes long; only a transaction keeps it."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def check_database() -> None:
    """Ask the database anything, on a connection that is then given back.

    Raises:
        django.db.DatabaseError: it does not answer.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()
