"""A login that is under way while the password changes, or the account is disabled, opens nothing afterwards."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from contract.client import Api, Session, new_password

LOGINS = 12

End = Callable[[Session, Api, Session], object]


def reset(session: Session, api: Api, _: Session) -> None:
    body = {"token": api.forgotten_password_token(session.email), "password": new_password()}
    assert api.anonymous.post("/auth/reset-password", json=body).status_code == 204


def change(session: Session, *_: object) -> None:
    body = {"current_password": session.password, "new_password": new_password()}
    assert session.http.post("/auth/change-password", json=body).status_code == 204


def disable(session: Session, _: Api, admin: Session) -> None:
    assert admin.http.patch(f"/users/{session.id}", json={"is_active": False}).status_code == 200


@pytest.mark.parametrize("end", [reset, change, disable])
def test_login_under_way_opens_nothing(end: End, api: Api, admin: Session) -> None:
    session = api.register_and_login()
    with ThreadPoolExecutor(LOGINS + 1) as pool:
        logins = [pool.submit(api.try_login, session.email, session.password) for _ in range(LOGINS)]
        pool.submit(end, session, api, admin).result()
        answers = [login.result() for login in logins]
    assert {answer.status_code for answer in answers} <= {200, 401}
    opened = [answer.json()["access_token"] for answer in answers if answer.status_code == 200]
    assert {api.bearer(token).get("/users/me").status_code for token in opened} <= {401}


def test_refresh_under_way_keeps_nothing(api: Api) -> None:
    session = api.register_and_login()
    with ThreadPoolExecutor(2) as pool:
        refreshing = pool.submit(api.refresh, session.refresh_token)
        body = {"refresh_token": session.refresh_token}
        pool.submit(session.http.post, "/auth/logout", json=body).result()
        answer = refreshing.result()
    assert answer.status_code in {200, 401}
    if answer.status_code == 200:
        assert api.bearer(answer.json()["access_token"]).get("/users/me").status_code == 401
        assert api.refresh(answer.json()["refresh_token"]).status_code == 401
