"""Hashes that an older system made still let their owners in, and are renewed when they do."""

import pytest

from contract.client import Api, new_password
from contract.server import Service
from contract.tables import Tables

PASSWORD = "an older pass phrase of 1999"
OLD = {
    "bcrypt": "$2b$05$U/j1wXAkjbdiIG6Rl1FyIOvh.aDY67pq1OyCDbURwvX.bGF2GiouS",
    "argon2id": "$argon2id$v=19$m=64,t=1,p=1$UnsLHb3QRRWB43rp77RzDQ$esU+O1qrpx1Kh6WCguY4YC5jr7xVnXt7jNHsXVVXv2A",
}
"""Hashes of `PASSWORD` as other systems stored them."""


class Accounts:
    """What is stored of passwords."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._column = "password_hash" if "password_hash" in tables.columns("users") else "password"

    def read(self, email: str) -> str:
        """Return what is stored of an account's password."""
        query = f"SELECT {self._column} FROM users WHERE email = ?"  # noqa: S608  (a column's name)
        return str(self._tables.run(query, email)[0][0])

    def write(self, email: str, stored: str) -> None:
        """Store a hash as an older system would have brought it along."""
        self._tables.run(f"UPDATE users SET {self._column} = ? WHERE email = ?", stored, email)  # noqa: S608  (as above)


@pytest.fixture(scope="module")
def accounts(service: Service) -> Accounts:
    return Accounts(Tables(service.environment["DATABASE_URL"]))


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
