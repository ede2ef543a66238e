"""Forgotten and changed passwords, and the sessions that they end."""

import pytest

from contract.client import Api, Session, new_email, new_password
from contract.problems import check_problem, invalid_fields

BAD_TOKEN = 400


def reset(api: Api, token: str, password: str) -> int:
    body = {"token": token, "password": password}
    return api.anonymous.post("/auth/reset-password", json=body).status_code


@pytest.fixture
def carol(api: Api) -> Session:
    return api.register_and_login(name="Carol")


def test_forgotten_answers_alike(api: Api, alice: Session) -> None:
    known, unknown = (
        api.anonymous.post("/auth/forgot-password", json={"email": email}) for email in (alice.email, new_email())
    )
    assert (known.status_code, known.content) == (202, unknown.content)
    assert unknown.status_code == 202


def test_reset_changes_the_password(api: Api, carol: Session) -> None:
    password = new_password()
    assert reset(api, api.forgotten_password_token(carol.email), password) == 204
    assert api.try_login(carol.email, carol.password).status_code == 401
    assert api.try_login(carol.email, password).status_code == 200


def test_reset_token_works_once(api: Api, carol: Session) -> None:
    token = api.forgotten_password_token(carol.email)
    assert reset(api, token, new_password()) == 204
    assert reset(api, token, new_password()) == BAD_TOKEN


def test_reset_revokes_every_session(api: Api, carol: Session) -> None:
    other = api.login(carol.email, carol.password)
    reset(api, api.forgotten_password_token(carol.email), new_password())
    for session in (carol, other):
        check_problem(api.refresh(session.refresh_token), 401)


def test_unknown_reset_token_is_refused(api: Api) -> None:
    assert reset(api, "A" * 43, new_password()) == BAD_TOKEN


def test_weak_reset_password_is_refused(api: Api, carol: Session) -> None:
    token = api.forgotten_password_token(carol.email)
    for weak in ("elevenchars", "password1234", carol.email):
        body = {"token": token, "password": weak}
        assert "password" in invalid_fields(api.anonymous.post("/auth/reset-password", json=body))
    assert reset(api, token, new_password()) == 204, "a refused password must not use the token up"


def test_verification_token_resets_nothing(api: Api) -> None:
    email = new_email()
    api.register(email, new_password())
    token = api.mailbox.wait_for_token(email, "verify-email")
    assert reset(api, token, new_password()) == BAD_TOKEN


def change(session: Session, current: str, new: str) -> int:
    body = {"current_password": current, "new_password": new}
    return session.http.post("/auth/change-password", json=body).status_code


def test_change_takes_effect(api: Api, carol: Session) -> None:
    password = new_password()
    assert change(carol, carol.password, password) == 204
    assert api.try_login(carol.email, carol.password).status_code == 401
    assert api.try_login(carol.email, password).status_code == 200


def test_change_revokes_other_sessions(api: Api, carol: Session) -> None:
    other = api.login(carol.email, carol.password)
    assert change(carol, carol.password, new_password()) == 204
    check_problem(api.refresh(other.refresh_token), 401)


def test_change_keeps_this_session(api: Api, carol: Session) -> None:
    assert change(carol, carol.password, new_password()) == 204
    assert api.refresh(carol.refresh_token).status_code == 200


def test_change_needs_the_current_password(api: Api, carol: Session) -> None:
    body = {"current_password": new_password(), "new_password": new_password()}
    answer = carol.http.post("/auth/change-password", json=body)
    assert invalid_fields(answer) == {"current_password": "wrong-password"}
    assert api.try_login(carol.email, carol.password).status_code == 200


def test_weak_new_password_is_refused(carol: Session) -> None:
    for weak in ("elevenchars", "password1234", carol.email):
        body = {"current_password": carol.password, "new_password": weak}
        answer = carol.http.post("/auth/change-password", json=body)
        assert "new_password" in invalid_fields(answer)


def test_change_needs_a_bearer(api: Api) -> None:
    body = {"current_password": new_password(), "new_password": new_password()}
    check_problem(api.anonymous.post("/auth/change-password", json=body), 401)
