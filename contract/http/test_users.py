"""Accounts, as the administrator sees them."""

from uuid import UUID

import pytest

from contract.client import Api, Session, items
from contract.problems import check_problem, invalid_fields

UNKNOWN_ID = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def carol(api: Api) -> Session:
    return api.register_and_login(name="Carol")


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/users/{id}", f"/users/{UNKNOWN_ID}"])
def test_users_may_not(alice: Session, bob: Session, method: str, path: str) -> None:
    body = {"name": "x"} if method == "PATCH" else None
    check_problem(alice.http.request(method, path.format(id=bob.id), json=body), 403)


def test_users_may_not_list(alice: Session) -> None:
    check_problem(alice.http.get("/users"), 403)


def test_list_needs_a_bearer(api: Api) -> None:
    check_problem(api.anonymous.get("/users"), 401)


def test_list_has_everyone_once(admin: Session, alice: Session, bob: Session) -> None:
    found = [user["id"] for user in items(admin.http, "/users", limit=7)]
    assert len(found) == len(set(found))
    assert {admin.id, alice.id, bob.id} <= set(found)


@pytest.mark.usefixtures("alice")
def test_page_is_limited(admin: Session) -> None:
    body = admin.http.get("/users", params={"limit": 1}).json()
    assert body.keys() == {"items", "next"}
    assert len(body["items"]) == 1
    assert body["next"]


@pytest.mark.parametrize("limit", [0, -1, 101, 2**70, "many", ""])
def test_bad_limit_is_refused(admin: Session, limit: int | str) -> None:
    assert "limit" in invalid_fields(admin.http.get("/users", params={"limit": limit}))


def test_admin_reads_an_account(admin: Session, alice: Session) -> None:
    answer = admin.http.get(f"/users/{alice.id}")
    assert answer.status_code == 200
    assert answer.json()["email"] == alice.email
    assert "no-store" in answer.headers["cache-control"]


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_unknown_id_is_404(admin: Session, method: str) -> None:
    body = {"name": "x"} if method == "PATCH" else None
    check_problem(admin.http.request(method, f"/users/{UNKNOWN_ID}", json=body), 404)


@pytest.mark.parametrize("word", ["1", "None", "%00", "..%2f", "x" * 300, UNKNOWN_ID + "0"])
def test_malformed_id_is_refused(admin: Session, refused_by_proxy: set[int], word: str) -> None:
    assert admin.http.get(f"/users/{word}").status_code in {404, 422} | refused_by_proxy


def test_admin_renames(admin: Session, bob: Session) -> None:
    answer = admin.http.patch(f"/users/{bob.id}", json={"name": "Robert"})
    assert answer.status_code == 200
    assert bob.me()["name"] == "Robert"


def test_admin_gives_and_takes_roles(admin: Session, carol: Session) -> None:
    path = f"/users/{carol.id}"
    assert admin.http.patch(path, json={"role": "admin"}).json()["role"] == "admin"
    assert carol.http.get("/users").status_code == 200
    assert admin.http.patch(path, json={"role": "user"}).json()["role"] == "user"
    check_problem(carol.http.get("/users"), 403)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("role", "root"),
        ("role", None),
        ("is_active", None),
        ("is_active", "maybe"),
        ("email", "x@example.com"),
    ],
)
def test_bad_change_is_refused(admin: Session, bob: Session, field: str, value: object) -> None:
    answer = admin.http.patch(f"/users/{bob.id}", json={field: value})
    assert invalid_fields(answer).keys() == {field}


def test_disabled_token_stops_at_once(api: Api, admin: Session, carol: Session) -> None:
    path = f"/users/{carol.id}"
    assert admin.http.patch(path, json={"is_active": False}).json()["is_active"] is False
    check_problem(carol.http.get("/users/me"), 401)
    check_problem(api.refresh(carol.refresh_token), 401)
    assert api.try_login(carol.email, carol.password).status_code == 401


def test_deleted_token_stops_at_once(api: Api, admin: Session, carol: Session) -> None:
    path = f"/users/{carol.id}"
    assert admin.http.delete(path).status_code == 204
    check_problem(admin.http.get(path), 404)
    check_problem(carol.http.get("/users/me"), 401)
    check_problem(api.refresh(carol.refresh_token), 401)


def test_ids_are_uuid7(admin: Session) -> None:
    page = admin.http.get("/users").json()["items"]
    assert {UUID(user["id"]).version for user in page} == {7}
