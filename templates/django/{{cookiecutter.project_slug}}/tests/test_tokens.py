from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest

from {{ cookiecutter.package_name }}.environment import get_settings
from {{ cookiecutter.package_name }}.errors import Unauthenticated
from {{ cookiecutter.package_name }}.tokens import (
    AccessToken,
    digest,
    issue_access_token,
    new_secret,
    read_access_token,
)

USER, SESSION = uuid4(), uuid4()
OTHER_KEY = "another-key-of-at-least-32-bytes-0123456789"


def forge(key: str | None = None, algorithm: str = "HS256", **claims: object) -> str:
    now = datetime.now(UTC)
    url, secret = get_settings().public_url, get_settings().secret_key.get_secret_value()
    content: dict[str, Any] = {
        "iss": url,
        "aud": url,
        "sub": str(USER),
        "sid": str(SESSION),
        "jti": "x",
        "iat": now,
        "exp": now + timedelta(minutes=1),
        **claims,
    }
    return jwt.encode(content, secret if key is None else key, algorithm)


def test_token_says_whose_it_is() -> None:
    token = read_access_token(issue_access_token(USER, SESSION))
    assert token == AccessToken(USER, SESSION)


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": datetime(2020, 1, 1, tzinfo=UTC)},
        {"iss": "https://evil.example"},
        {"aud": "https://evil.example"},
        {"sub": "nobody"},
    ],
)
def test_wrong_claim_is_refused(claims: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        read_access_token(forge(**claims))


@pytest.mark.parametrize(("key", "algorithm"), [(OTHER_KEY, "HS256"), ("", "none")])
def test_wrong_signature_is_refused(key: str, algorithm: str) -> None:
    with pytest.raises(Unauthenticated):
        read_access_token(forge(key, algorithm))


def test_algorithm_is_pinned() -> None:
    with pytest.raises(Unauthenticated):
        read_access_token(forge(algorithm="HS512"))


def test_former_key_is_still_good(monkeypatch: pytest.MonkeyPatch) -> None:
    token = forge(OTHER_KEY)
    monkeypatch.setenv("SECRET_KEY_FALLBACKS", OTHER_KEY)
    get_settings.cache_clear()
    assert read_access_token(token).user_id == UUID(str(USER))
    get_settings.cache_clear()


def test_secrets_are_stored_digested() -> None:
    secret = new_secret()
    assert secret not in digest(secret)
    assert digest(secret) == digest(secret)
