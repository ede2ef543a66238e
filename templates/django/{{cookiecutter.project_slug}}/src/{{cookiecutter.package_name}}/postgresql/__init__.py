"""Derive a PostgreSQL database, and the pool of its connections, from `DATABASE_URL`."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from ..environment import Settings
from .connections import WAIT, check_connection, patient_connection

# What libpq is told, before what stands behind `?` in the URL (PostgreSQL, "Parameter Key Words")
LIBPQ: dict[str, Any] = {
    "connect_timeout": 2,
    # Milliseconds: a host that swallows packets is given up, when connecting and later on
    "tcp_user_timeout": 800,
    "keepalives_idle": 5,
    "keepalives_interval": 1,
}
# Milliseconds that a statement waits for another transaction
LOCK_TIMEOUT = 1500


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
        # The server itself ends a statement a second before, if it does anything at all
        "connection_class": patient_connection(settings.database_statement_timeout_ms / 1000 + 1),
    }
