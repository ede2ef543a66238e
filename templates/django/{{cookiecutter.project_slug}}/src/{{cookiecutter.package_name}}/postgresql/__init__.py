"""Derive a PostgreSQL database, and the pool of its connections, from `DATABASE_URL`."""

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from django.db import connection
from psycopg_pool import ConnectionPool

from ..environment import Settings

if TYPE_CHECKING:
    from .base import DatabaseWrapper

# Seconds for a connection, so that a database that is down is known within one
WAIT = 0.8
# What libpq is told, before what stands behind `?` in the URL (PostgreSQL, "Parameter Key Words")
LIBPQ: dict[str, Any] = {
    "connect_timeout": 2,
    # Milliseconds: a host that swallows packets is given up, when connecting and later on
    "tcp_user_timeout": 800,
    "keepalives_idle": 5,
    "keepalives_interval": 1,
}
# Milliseconds that a statement waits for another transaction
LOCK_TIMEOUT = 2000


def postgresql_from_url(settings: Settings) -> dict[str, Any]:
    """Describe a PostgreSQL database; what stands behind `?` in the URL goes to libpq."""
    url = urlsplit(settings.database_url)
    return {
        "ENGINE": __name__,
        "NAME": unquote(url.path.removeprefix("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "OPTIONS": {
            **LIBPQ,
            "options": session_options(settings),
            **dict(parse_qsl(url.query)),
            **({} if settings.app_env == "test" else {"pool": pool_options(settings)}),
        },
    }


def session_options(settings: Settings) -> str:
    """Limit how long a statement may run, and wait for a lock."""
    limits = {
        "statement_timeout": settings.database_statement_timeout_ms,
        "lock_timeout": LOCK_TIMEOUT,
    }
    return " ".join(f"-c {name}={milliseconds}" for name, milliseconds in limits.items())


def pool_options(settings: Settings) -> dict[str, Any]:
    """Describe the pool that the threads of one process share."""
    return {
        "min_size": 1,
        "max_size": settings.database_pool_size,
        "timeout": WAIT,
        # Each request that finds no connection makes the next attempt
        "reconnect_timeout": 0,
        "check": check_connection,
    }


def check_connection(pooled: psycopg.Connection) -> None:
    """Refuse a connection that was cut, and drop those that were cut with it.

    Raises:
        psycopg.OperationalError: it was cut; the pool makes another.
    """
    try:
        ConnectionPool.check_connection(pooled)
    except psycopg.Error:
        pool = cast("DatabaseWrapper", connection).pool
        if pool:
            pool.drain()
        raise
