"""Hashes that an older system made still let their owners in, and are renewed when they do."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from contract.client import Api, new_password
from contract.server import Service

PASSWORD = "an older pass phrase of 1999"
OLD = {
    "bcrypt": "$2b$05$U/j1wXAkjbdiIG6Rl1FyIOvh.aDY67pq1OyCDbURwvX.bGF2GiouS",
    "argon2id": "$argon2id$v=19$m=64,t=1,p=1$UnsLHb3QRRWB43rp77RzDQ$esU+O1qrpx1Kh6WCguY4YC5jr7xVnXt7jNHsXVVXv2A",
}
"""Hashes of `PASSWORD` as other systems stored them."""


class Accounts:
    """The table of accounts, looked at behind the service's back."""

    def __init__(self, database_url: str) -> None:
        self._url, self._mark = database_url, "?" if database_url.startswith("sqlite") else "%s"
        self.column = "password_hash" if "password_hash" in self._columns() else "password"

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        if self._mark == "?":
            with closing(sqlite3.connect(urlsplit(self._url).path[1:], isolation_level=None)) as connection:
                yield connection
        else:
            with psycopg.connect(self._url, autocommit=True) as connection:
                yield connection

    def _columns(self) -> set[str]:
        with self._connection() as connection:
            return {column[0] for column in connection.execute("SELECT * FROM users LIMIT 0").description}

    def read(self, email: str) -> str:
        """Return what is stored of an account's password."""
        query = f"SELECT {self.column} FROM users WHERE email = {self._mark}"  # noqa: S608  (a column's name)
        with self._connection() as connection:
            return str(connection.execute(query, (email,)).fetchone()[0])

    def write(self, email: str, stored: str) -> None:
        """Store a hash as an older system would have brought it along."""
        query = f"UPDATE users SET {self.column} = {self._mark} WHERE email = {self._mark}"  # noqa: S608  (as above)
        with self._connection() as connection:
            connection.execute(query, (stored, email))


@pytest.fixture(scope="module")
def accounts(service: Service) -> Accounts:
    return Accounts(service.environment["DATABASE_URL"])


def as_stored(accounts: Accounts, email: str, hashed: str) -> str:
    """Put before a hash what the service's framework puts there (`argon2$…`, `bcrypt$…`)."""
    if not accounts.read(email).startswith("argon2$"):
        return hashed
    return ("argon2" if hashed.startswith("$argon2") else "bcrypt$") + hashed


def test_password_is_stored_as_argon2id(accounts: Accounts, api: Api) -> None:
    email, password = api.register_verified()
    stored = accounts.read(email)
    assert "$argon2id$v=19$m=" in f"${stored}"
    memory = int(stored.partition("$m=")[2].partition(",")[0])
    assert memory >= 19 * 1024, "OWASP Password Storage Cheat Sheet"
    assert password not in stored


@pytest.mark.parametrize("kind", OLD)
def test_old_hash_is_renewed(accounts: Accounts, api: Api, kind: str) -> None:
    email, _ = api.register_verified()
    fresh, old = accounts.read(email), as_stored(accounts, email, OLD[kind])
    accounts.write(email, old)
    assert api.try_login(email, new_password()).status_code == 401
    assert accounts.read(email) == old
    assert api.try_login(email, PASSWORD).status_code == 200
    renewed = accounts.read(email)
    assert renewed.rsplit("$", 2)[0] == fresh.rsplit("$", 2)[0], "same kind, same costs"
    assert api.try_login(email, PASSWORD).status_code == 200
    assert accounts.read(email) == renewed


@pytest.mark.parametrize("stored", ["", "!", "plain", "$2b$04$short", "$argon2id$v=19$m=8,t=1,p=1$$"])
def test_broken_hash_lets_nobody_in(accounts: Accounts, api: Api, stored: str) -> None:
    email, password = api.register_verified()
    accounts.write(email, stored)
    assert api.try_login(email, password).status_code == 401
