"""Hash passwords with Argon2id, and verify what older systems hashed with bcrypt."""

import secrets
from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher

from .addresses import fold_address
from .errors import FieldError, Invalid
from .weak_passwords import is_common

SHORTEST = 12
LONGEST = 128
BCRYPT_BYTES = 72

# OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane
ARGON2 = Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
HASHES = PasswordHash((ARGON2, BcryptHasher()))


def hash_password(password: str) -> str:
    """Hash a password for storage."""
    return HASHES.hash(password)


def verify_password(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Compare a password with a stored hash.

    Without a hash it takes as long and fails, so that the time does not tell who has an account.

    Returns:
        Whether it is right; and a new hash to store, where the stored one is of an older kind.
    """
    try:
        right, renewed = HASHES.verify_and_update(
            readable(password, stored or ""), stored or hash_of_nothing()
        )
    except (PwdlibError, ValueError):
        return False, None
    if not stored:
        return False, None
    return right, hash_password(password) if renewed else None


def readable(password: str, stored: str) -> str | bytes:
    """Cut a password where bcrypt did when it made the stored hash."""
    return password.encode()[:BCRYPT_BYTES] if stored.startswith("$2") else password


@cache
def hash_of_nothing() -> str:
    """Make a hash that no password has."""
    return hash_password(secrets.token_urlsafe())


def refuse_weak_password(password: str, email: str, *, field: str) -> None:
    """Refuse a password that is the account's own address, or that attackers try first.

    Raises:
        Invalid: it is; the error names `field`.
    """
    if fold_address(password) == email:
        code, message = "password-is-address", "The password must not be the address."
    elif is_common(password):
        code, message = "too-common", "This password is among the first that attackers try."
    else:
        return
    raise Invalid(errors=[FieldError(field=field, code=code, message=message)])
