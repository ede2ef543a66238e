import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection

LONG = "x" * 100


def test_hash_is_argon2id() -> None:
    assert make_password("a-good-password-7").startswith("argon2$argon2id$")


@pytest.mark.parametrize("hasher", ["argon2", "bcrypt", "bcrypt_sha256"])
def test_long_password_verifies(hasher: str) -> None:
    stored = make_password(LONG, hasher=hasher)
    assert check_password(LONG, stored)
    assert not check_password("wrong", stored)


@pytest.mark.django_db(transaction=True)
def test_connection_is_free_meanwhile() -> None:
    connection.ensure_connection()
    make_password("a-good-password-7")
    assert connection.connection is None or connection.vendor == "sqlite"
