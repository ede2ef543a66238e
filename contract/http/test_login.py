"""Login with a pair, as JSON and as an OAuth2 password form; the access token."""

import base64
import json
from typing import Any

import httpx
import pytest

from contract.client import Api, Session, new_email, new_password
from contract.problems import check_problem, invalid_fields

LOGIN_MEMBERS = {"access_token", "refresh_token", "token_type", "expires_in"}
QUARTER_HOUR = 900


def claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    decoded: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return decoded


def encode(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def form_login(api: Api, **fields: str) -> httpx.Response:
    return api.anonymous.post("/auth/token", data=fields)


def test_login_answers_tokens(api: Api, alice: Session) -> None:
    body = api.try_login(alice.email, alice.password).json()
    assert body.keys() == LOGIN_MEMBERS
    assert (body["token_type"], body["expires_in"]) == ("bearer", QUARTER_HOUR)


def test_form_answers_tokens(api: Api, alice: Session) -> None:
    answer = form_login(api, username=alice.email, password=alice.password)
    assert answer.status_code == 200
    assert answer.json().keys() == LOGIN_MEMBERS


def test_form_takes_oauth2_fields(api: Api, alice: Session) -> None:
    pair = {"username": alice.email, "password": alice.password}
    assert form_login(api, **pair, grant_type="password", scope="").status_code == 200


def test_form_refuses_a_wrong_pair(api: Api, alice: Session) -> None:
    check_problem(form_login(api, username=alice.email, password=new_password()), 401)


def test_form_names_missing_fields(api: Api) -> None:
    assert "password" in invalid_fields(form_login(api, username="a@example.com"))


def test_form_refuses_json(api: Api, alice: Session) -> None:
    pair = {"username": alice.email, "password": alice.password}
    check_problem(api.anonymous.post("/auth/token", json=pair), 415)


def test_tokens_are_not_stored(api: Api, alice: Session) -> None:
    answer = api.try_login(alice.email, alice.password)
    assert "no-store" in answer.headers["cache-control"]


def test_address_ignores_case(api: Api, alice: Session) -> None:
    assert api.login(alice.email.upper(), alice.password).me()["email"] == alice.email


def test_wrong_pair_is_401(api: Api, alice: Session) -> None:
    check_problem(api.try_login(alice.email, new_password()), 401)


def test_unknown_address_answers_alike(api: Api, alice: Session) -> None:
    wrong = check_problem(api.try_login(alice.email, new_password()), 401)
    unknown = check_problem(api.try_login(new_email(), new_password()), 401)
    del wrong["request_id"], unknown["request_id"]
    assert unknown == wrong


def test_password_of_another_is_refused(api: Api, alice: Session, bob: Session) -> None:
    check_problem(api.try_login(alice.email, bob.password), 401)


def test_access_token_has_the_claims(alice: Session) -> None:
    content = claims(alice.access_token)
    assert {"iss", "aud", "sub", "iat", "exp", "jti"} <= content.keys()
    assert content["exp"] - content["iat"] == QUARTER_HOUR
    assert content["sub"] == alice.id


def test_access_token_is_unique(api: Api, alice: Session) -> None:
    again = api.login(alice.email, alice.password)
    assert claims(again.access_token)["jti"] != claims(alice.access_token)["jti"]


def test_access_token_holds_no_address(alice: Session) -> None:
    assert alice.email not in json.dumps(claims(alice.access_token))


@pytest.mark.parametrize("algorithm", ["none", "None", "HS512", "RS256"])
def test_algorithm_is_pinned(api: Api, alice: Session, algorithm: str) -> None:
    _, payload, signature = alice.access_token.split(".")
    header = encode({"alg": algorithm, "typ": "JWT"})
    for end in ("", signature):
        check_problem(api.bearer(f"{header}.{payload}.{end}").get("/users/me"), 401)


def test_altered_token_is_refused(api: Api, alice: Session, bob: Session) -> None:
    header, _, signature = alice.access_token.split(".")
    payload = bob.access_token.split(".")[1]
    check_problem(api.bearer(f"{header}.{payload}.{signature}").get("/users/me"), 401)


def test_refresh_token_is_no_bearer(api: Api, alice: Session) -> None:
    check_problem(api.bearer(alice.refresh_token).get("/users/me"), 401)


@pytest.mark.parametrize("value", ["", "Bearer", "Basic YTpi", "Bearer a b", "Bearer ..", "\u00ff"])
def test_bad_authorization_is_401(api: Api, value: str) -> None:
    headers = {b"Authorization": value.encode("latin-1")}
    check_problem(api.anonymous.get("/users/me", headers=headers), 401)


def test_scheme_ignores_case(api: Api, alice: Session) -> None:
    headers = {"Authorization": f"bearer {alice.access_token}"}
    assert api.anonymous.get("/users/me", headers=headers).status_code == 200
