"""Refresh tokens: rotation, detection of reuse, revocation."""

from contract.client import Api, Session
from contract.crowd import at_once
from contract.problems import check_problem

BITS_PER_CHARACTER = 6


def login_again(api: Api, session: Session) -> Session:
    return api.login(session.email, session.password)


def test_refresh_answers_as_login(api: Api, alice: Session) -> None:
    answer = api.refresh(login_again(api, alice).refresh_token)
    assert answer.status_code == 200
    assert answer.json().keys() == {"access_token", "refresh_token", "token_type", "expires_in"}
    assert "no-store" in answer.headers["cache-control"]


def test_refresh_token_has_256_bits(alice: Session) -> None:
    assert len(alice.refresh_token) * BITS_PER_CHARACTER >= 256


def test_refresh_rotates(api: Api, alice: Session) -> None:
    first = login_again(api, alice).refresh_token
    second = api.refresh(first).json()["refresh_token"]
    assert second != first
    assert api.refresh(second).status_code == 200


def test_new_access_token_works(api: Api, alice: Session) -> None:
    answer = api.refresh(login_again(api, alice).refresh_token)
    assert api.bearer(answer.json()["access_token"]).get("/users/me").status_code == 200


def test_used_token_is_refused(api: Api, alice: Session) -> None:
    token = login_again(api, alice).refresh_token
    api.refresh(token)
    check_problem(api.refresh(token), 401)


def test_reuse_revokes_the_family(api: Api, alice: Session) -> None:
    stolen = login_again(api, alice).refresh_token
    newest = api.refresh(stolen).json()["refresh_token"]
    api.refresh(stolen)
    check_problem(api.refresh(newest), 401)


def test_reuse_spares_other_families(api: Api, alice: Session) -> None:
    other, stolen = login_again(api, alice), login_again(api, alice)
    api.refresh(stolen.refresh_token)
    api.refresh(stolen.refresh_token)
    assert api.refresh(other.refresh_token).status_code == 200


def test_unknown_token_is_401(api: Api) -> None:
    check_problem(api.refresh("A" * 43), 401)


def test_access_token_refreshes_nothing(api: Api, alice: Session) -> None:
    check_problem(api.refresh(alice.access_token), 401)


def test_parallel_refreshes_rotate_once(api: Api, alice: Session) -> None:
    token = login_again(api, alice).refresh_token
    statuses = [answer.status_code for answer in at_once(20, lambda: api.refresh(token))]
    assert set(statuses) <= {200, 401}
    assert statuses.count(200) == 1


def test_logout_revokes_the_family(api: Api, alice: Session) -> None:
    session = login_again(api, alice)
    newest = api.refresh(session.refresh_token).json()["refresh_token"]
    answer = session.http.post("/auth/logout", json={"refresh_token": newest})
    assert (answer.status_code, answer.content) == (204, b"")
    check_problem(api.refresh(newest), 401)


def test_logout_ends_the_access_token(api: Api, alice: Session) -> None:
    session = login_again(api, alice)
    session.http.post("/auth/logout", json={"refresh_token": session.refresh_token})
    check_problem(session.http.get("/users/me"), 401)


def test_logout_spares_other_families(api: Api, alice: Session) -> None:
    other, session = login_again(api, alice), login_again(api, alice)
    session.http.post("/auth/logout", json={"refresh_token": session.refresh_token})
    assert api.refresh(other.refresh_token).status_code == 200


def test_logout_needs_a_bearer(api: Api, alice: Session) -> None:
    body = {"refresh_token": login_again(api, alice).refresh_token}
    check_problem(api.anonymous.post("/auth/logout", json=body), 401)
    assert api.refresh(body["refresh_token"]).status_code == 200


def test_logout_spares_other_users(api: Api, alice: Session, bob: Session) -> None:
    token = login_again(api, bob).refresh_token
    alice.http.post("/auth/logout", json={"refresh_token": token})
    assert api.refresh(token).status_code == 200
