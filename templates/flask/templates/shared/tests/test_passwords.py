import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher

from {{ cookiecutter.package_name }}.errors import Invalid
from {{ cookiecutter.package_name }}.passwords import (
    hash_password,
    refuse_weak_password,
    verify_password,
)

PASSWORD = "correct horse battery staple"


def test_own_hash_is_kept() -> None:
    assert verify_password(PASSWORD, hash_password(PASSWORD)) == (True, None)


@pytest.mark.parametrize(
    "hasher", [BcryptHasher(rounds=4), Argon2Hasher(1, 8, 1)], ids=["bcrypt", "argon2"]
)
def test_older_hash_is_renewed(hasher: BcryptHasher | Argon2Hasher) -> None:
    right, renewed = verify_password(PASSWORD, hasher.hash(PASSWORD))
    assert right
    assert renewed
    assert verify_password(PASSWORD, renewed) == (True, None)


def test_long_password_meets_its_bcrypt_hash() -> None:
    stored = BcryptHasher(rounds=4).hash("x" * 72)
    right, renewed = verify_password("x" * 100, stored)
    assert right
    assert renewed
    assert verify_password("x" * 72, renewed) == (False, None), "renewed in full length"


def test_wrong_password_is_refused() -> None:
    assert verify_password(PASSWORD, hash_password("another password")) == (False, None)


@pytest.mark.parametrize("stored", ["!", "$2b$04$short", None])
def test_unknown_hash_is_refused(stored: str | None) -> None:
    assert verify_password(PASSWORD, stored) == (False, None)


def test_address_is_no_password() -> None:
    with pytest.raises(Invalid):
        refuse_weak_password("Ann@Example.com", "ann@example.com", field="password")


def test_common_password_is_refused() -> None:
    with pytest.raises(Invalid):
        refuse_weak_password("Password1234", "ann@example.com", field="password")
