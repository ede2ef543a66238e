"""Access tokens made with the service's own key: only what the service would have said is believed (RFC 8725)."""

import time
from typing import Any

import pytest

from contract.client import Api, Session, new_password
from contract.jwts import Claims, read, sign
from contract.problems import check_problem
from contract.server import Service

QUARTER_HOUR = 900
UNKNOWN_ID = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def claims(alice: Session) -> Claims:
    """Return the claims of a good token, made just now."""
    now = int(time.time())
    return read(alice.access_token) | {"iat": now, "exp": now + QUARTER_HOUR}


@pytest.fixture
def key(service: Service) -> str:
    return service.environment["SECRET_KEY"]


def status(api: Api, token: str) -> int:
    """Call with a token; an answer other than success is a 401 of the right shape."""
    answer = api.bearer(token).get("/users/me")
    if answer.status_code != 200:
        check_problem(answer, 401)
    return answer.status_code


def test_own_words_are_believed(api: Api, key: str, claims: Claims) -> None:
    assert status(api, sign(claims, key)) == 200


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "", "HS384", "HS512", "RS256", "ES256", "EdDSA"])
def test_other_algorithms_are_refused(api: Api, key: str, claims: Claims, algorithm: str) -> None:
    assert status(api, sign(claims, key, algorithm=algorithm)) == 401


@pytest.mark.parametrize("key", ["", "secret", "0" * 48, "changeme"])
def test_guessed_keys_are_refused(api: Api, key: str, claims: Claims) -> None:
    assert status(api, sign(claims, key)) == 401


@pytest.mark.parametrize(
    "header",
    [{"kid": "../../../dev/null"}, {"jwk": {"kty": "oct", "k": ""}}, {"jku": "https://evil.example/keys"}],
)
def test_header_chooses_no_key(api: Api, claims: Claims, header: dict[str, Any]) -> None:
    assert status(api, sign(claims, "", **header)) == 401


@pytest.mark.parametrize("seconds", [1, 5])
def test_slow_clock_is_forgiven(api: Api, key: str, claims: Claims, seconds: int) -> None:
    later = {"iat": claims["iat"] + seconds, "nbf": claims["iat"] + seconds}
    assert status(api, sign(claims | later, key)) == 200


@pytest.mark.parametrize("name", ["iat", "nbf"])
@pytest.mark.parametrize("seconds", [60, 10**6])
def test_tokens_of_the_future_are_refused(api: Api, key: str, claims: Claims, name: str, seconds: int) -> None:
    assert status(api, sign(claims | {name: claims["iat"] + seconds}, key)) == 401


@pytest.mark.parametrize("seconds", [30, 900, 10**6])
def test_expired_tokens_are_refused(api: Api, key: str, claims: Claims, seconds: int) -> None:
    past = {"iat": claims["iat"] - seconds - QUARTER_HOUR, "exp": claims["iat"] - seconds}
    assert status(api, sign(claims | past, key)) == 401


@pytest.mark.parametrize("name", ["iss", "aud", "sub", "iat", "exp", "jti"])
def test_every_claim_is_wanted(api: Api, key: str, claims: Claims, name: str) -> None:
    del claims[name]
    assert status(api, sign(claims, key)) == 401


@pytest.mark.parametrize("name", ["iss", "aud"])
@pytest.mark.parametrize("value", ["https://evil.example", "", None, 7, ["https://evil.example"], {}])
def test_other_services_are_refused(api: Api, key: str, claims: Claims, name: str, value: object) -> None:
    assert status(api, sign(claims | {name: value}, key)) == 401


@pytest.mark.parametrize("value", [UNKNOWN_ID, "", "1", "me", None, 7, [], "\x00", "\ud800", "' OR 1=1 --", "x" * 5000])
def test_unknown_subjects_are_refused(api: Api, key: str, claims: Claims, value: object) -> None:
    assert status(api, sign(claims | {"sub": value}, key)) == 401


def test_session_of_another_is_refused(api: Api, key: str, claims: Claims, bob: Session) -> None:
    assert status(api, sign(claims | {"sub": bob.id}, key)) == 401


@pytest.mark.parametrize("name", ["iat", "exp", "nbf"])
@pytest.mark.parametrize("value", ["soon", None, [], {}, float("inf"), float("nan"), 10**30, -1, "1e999"])
def test_odd_times_are_no_error(api: Api, key: str, claims: Claims, name: str, value: object) -> None:
    assert status(api, sign(claims | {name: value}, key)) in {200, 401}


@pytest.mark.parametrize("value", [[], "x", 7, None, True, [["x"]]])
def test_odd_payloads_are_refused(api: Api, key: str, value: object) -> None:
    assert status(api, sign(value, key)) == 401


@pytest.mark.parametrize("token", ["a.b.c", "....", "e30.e30.", "." * 5000, "\u00ff.\u00ff.\u00ff", "A" * 6000])
def test_odd_tokens_are_refused(api: Api, token: str) -> None:
    headers = {b"Authorization": b"Bearer " + token.encode("latin-1")}
    check_problem(api.anonymous.get("/users/me", headers=headers), 401)


def test_deep_payload_is_refused(api: Api, key: str) -> None:
    deep: list[Any] = []
    for _ in range(500):
        deep = [deep]
    assert status(api, sign({"sub": deep}, key)) == 401


def test_forged_token_survives_no_logout(api: Api, key: str) -> None:
    session = api.register_and_login()
    session.http.post("/auth/logout", json={"refresh_token": session.refresh_token})
    now = int(time.time())
    fresh = read(session.access_token) | {"iat": now, "exp": now + QUARTER_HOUR, "jti": new_password()}
    assert status(api, sign(fresh, key)) == 401
