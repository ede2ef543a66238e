"""What ends a session ends its access token with the next request, on every worker."""

from collections.abc import Callable

import httpx
import pytest

from contract.client import Api, Session, new_password
from contract.problems import check_problem

WORKERS = 4


def is_over(api: Api, session: Session) -> bool:
    """Tell whether a session's tokens are refused by whichever worker is asked."""
    headers = {"Authorization": f"Bearer {session.access_token}"}
    answers = [httpx.get(f"{api.base_url}/api/v1/users/me", headers=headers) for _ in range(WORKERS * 2)]
    refreshed = api.refresh(session.refresh_token)
    statuses = {answer.status_code for answer in [*answers, refreshed]}
    assert len(statuses) == 1, "workers disagree" if len(statuses) > 1 else ""
    return statuses == {401}


def log_out(session: Session, *_: object) -> None:
    session.http.post("/auth/logout", json={"refresh_token": session.refresh_token})


def reset(session: Session, api: Api, _: Session) -> None:
    body = {"token": api.forgotten_password_token(session.email), "password": new_password()}
    assert api.anonymous.post("/auth/reset-password", json=body).status_code == 204


def change_elsewhere(session: Session, api: Api, _: Session) -> None:
    other = api.login(session.email, session.password)
    body = {"current_password": session.password, "new_password": new_password()}
    assert other.http.post("/auth/change-password", json=body).status_code == 204
    assert other.http.get("/users/me").status_code == 200


def disable(session: Session, _: Api, admin: Session) -> None:
    assert admin.http.patch(f"/users/{session.id}", json={"is_active": False}).status_code == 200


def delete(session: Session, _: Api, admin: Session) -> None:
    assert admin.http.delete(f"/users/{session.id}").status_code == 204


def leave(session: Session, *_: object) -> None:
    assert session.http.delete("/users/me").status_code == 204


def reuse(session: Session, api: Api, _: Session) -> None:
    api.refresh(session.refresh_token)
    check_problem(api.refresh(session.refresh_token), 401)


@pytest.mark.parametrize("end", [log_out, reset, change_elsewhere, disable, delete, leave, reuse])
def test_end_is_at_once(end: Callable[[Session, Api, Session], None], api: Api, admin: Session) -> None:
    session = api.register_and_login()
    assert session.http.get("/users/me").status_code == 200
    end(session, api, admin)
    assert is_over(api, session)


def test_enabled_account_needs_a_login(api: Api, admin: Session) -> None:
    session = api.register_and_login()
    path = f"/users/{session.id}"
    for active in (False, True):
        admin.http.patch(path, json={"is_active": active})
    assert is_over(api, session)
    assert api.try_login(session.email, session.password).status_code == 200


def test_demotion_is_at_once(api: Api, admin: Session) -> None:
    session = api.register_and_login()
    path = f"/users/{session.id}"
    for role, status in (("admin", 200), ("user", 403)):
        admin.http.patch(path, json={"role": role})
        assert session.http.get("/users").status_code == status
