from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import jwt
import pytest

from {{ cookiecutter.package_name }}.errors import Unauthenticated
from {{ cookiecutter.package_name }}.settings import get_settings
from {{ cookiecutter.package_name }}.tokens import (
    digest,
    issue_access_token,
    new_secret,
    read_access_token,
)

USER, LOGIN = uuid4(), uuid4()
OTHER_KEY = "another-0123456789-abcdefghij-KLMNOP"

type Rotate = Callable[[str, str], None]


@pytest.fixture
def rotate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rotate]:
    def change(key: str, fallbacks: str) -> None:
        monkeypatch.setenv("SECRET_KEY", key)
        monkeypatch.setenv("SECRET_KEY_FALLBACKS", fallbacks)
        get_settings.cache_clear()

    get_settings.cache_clear()
    yield change
    monkeypatch.undo()
    get_settings.cache_clear()


def key() -> str:
    return get_settings().secret_key.get_secret_value()


def test_token_tells_user_and_session() -> None:
    token = read_access_token(issue_access_token(USER, LOGIN))
    assert (token.user_id, token.session_id) == (USER, LOGIN)


def test_replaced_key_still_reads(rotate: Rotate) -> None:
    token, old = issue_access_token(USER, LOGIN), key()
    rotate(OTHER_KEY, old)
    assert read_access_token(token).user_id == USER


def test_foreign_key_is_refused(rotate: Rotate) -> None:
    token = issue_access_token(USER, LOGIN)
    rotate(OTHER_KEY, "")
    with pytest.raises(Unauthenticated):
        read_access_token(token)


def forged(**claims: object) -> str:
    now, url = datetime.now(UTC), get_settings().public_url
    sound = {
        "iss": url,
        "aud": url,
        "sub": str(USER),
        "sid": str(LOGIN),
        "iat": now,
        "exp": now + timedelta(minutes=1),
        "jti": "x",
    }
    return jwt.encode(sound | claims, key(), "HS256")


def test_forged_claims_would_be_read() -> None:
    assert read_access_token(forged()).user_id == USER


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "https://evil.example"},
        {"exp": datetime(2020, 1, 1, tzinfo=UTC)},
        {"exp": datetime.now(UTC) - timedelta(seconds=12)},
        {"iat": datetime.now(UTC) + timedelta(minutes=1)},
        {"sub": "nobody"},
        {"sid": str(UUID(int=0))[:-1]},
    ],
)
def test_other_claims_are_refused(claims: dict[str, object]) -> None:
    with pytest.raises(Unauthenticated):
        read_access_token(forged(**claims))


@pytest.mark.parametrize(("claim", "seconds"), [("exp", -5), ("iat", 5)])
def test_clocks_may_differ_a_little(claim: str, seconds: int) -> None:
    token = forged(**{claim: datetime.now(UTC) + timedelta(seconds=seconds)})
    assert read_access_token(token).user_id == USER


@pytest.mark.parametrize("algorithm", ["HS512", "none"])
def test_algorithm_is_pinned(algorithm: str) -> None:
    claims = jwt.decode(forged(), options={"verify_signature": False})
    token = jwt.encode(claims, key() * 2 if algorithm != "none" else None, algorithm)
    with pytest.raises(Unauthenticated):
        read_access_token(token)


def test_secrets_have_256_bits() -> None:
    assert len(new_secret()) == 43
    assert new_secret() != new_secret()


def test_digest_takes_any_text() -> None:
    assert len(digest("\ud800")) == 64
