from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from {{ cookiecutter.package_name }}.users.models import Role, User

from ..callers import V1, Client, code_of, fields_of
from ..factories import make_user

ME = f"{V1}/users/me"
UNKNOWN = UUID(int=0)


def path_of(user: User) -> str:
    return f"{V1}/users/{user.id}"


def test_caller_reads_own_account(client: Client, alice: User) -> None:
    body = client.get(ME).get_json()
    assert body["created_at"].endswith("Z")
    del body["created_at"], body["updated_at"]
    assert body == {
        "id": str(alice.id),
        "email": alice.email,
        "name": "Alice",
        "role": "user",
        "is_active": True,
        "email_verified": True,
    }


@pytest.mark.parametrize("name", ["Alicia", None])
def test_name_can_change(client: Client, name: str | None) -> None:
    assert client.patch(ME, json={"name": name}).get_json()["name"] == name


def test_empty_change_keeps_all(client: Client) -> None:
    assert client.patch(ME, json={}).get_json()["name"] == "Alice"


def test_own_role_cannot_change(client: Client) -> None:
    assert fields_of(client.patch(ME, json={"role": "admin"})) == {"role": "unknown-field"}


def test_account_can_be_left(client: Client) -> None:
    assert client.delete(ME).status_code == 204
    assert client.get(ME).status_code == 401


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_others_are_not_open(client: Client, boss: User, method: str) -> None:
    answer = client.open(path_of(boss), method=method, json={})
    assert code_of(answer) == (403, "forbidden")


def test_admin_pages_through_users(admin: Client, session: Session) -> None:
    made = [make_user(session) for _ in range(4)]
    first = admin.get(f"{V1}/users?limit=3").get_json()
    second = admin.get(f"{V1}/users?limit=3&cursor={first['next']}").get_json()
    found = [user["id"] for page in (first, second) for user in page["items"]]
    assert found[:4] == [str(user.id) for user in reversed(made)]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("limit=0", {"limit": "out-of-range"}),
        ("limit=many", {"limit": "invalid-type"}),
        ("cursor=x", {"cursor": "invalid-cursor"}),
        ("cursor=%00", {"cursor": "invalid-characters"}),
    ],
)
def test_bad_query_is_refused(admin: Client, query: str, errors: dict[str, str]) -> None:
    assert fields_of(admin.get(f"{V1}/users?{query}")) == errors


def test_admin_changes_accounts(admin: Client, alice: User) -> None:
    body = {"name": "A", "role": "admin", "is_active": False}
    changed = admin.patch(path_of(alice), json=body).get_json()
    assert {name: changed[name] for name in body} == body


def test_admin_deletes_accounts(admin: Client, alice: User) -> None:
    assert admin.delete(path_of(alice)).status_code == 204
    assert code_of(admin.get(path_of(alice))) == (404, "not-found")


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_unknown_user_is_404(admin: Client, method: str) -> None:
    answer = admin.open(f"{V1}/users/{UNKNOWN}", method=method, json={})
    assert answer.status_code == 404


def test_disabled_token_stops_at_once(client: Client, session: Session, alice: User) -> None:
    alice.is_active = False
    session.commit()
    assert client.get(ME).status_code == 401


def test_enabled_account_needs_a_login(admin: Client, client: Client, alice: User) -> None:
    for is_active in (False, True):
        admin.patch(path_of(alice), json={"is_active": is_active})
    assert client.get(ME).status_code == 401


@pytest.mark.parametrize("change", [{"role": "user"}, {"is_active": False}])
def test_last_admin_stays(admin: Client, boss: User, change: dict[str, object]) -> None:
    assert code_of(admin.patch(path_of(boss), json=change)) == (409, "last-admin")
    assert code_of(admin.delete(ME)) == (409, "last-admin")


def test_other_admins_may_go(admin: Client, session: Session) -> None:
    make_user(session, role=Role.ADMIN)
    assert admin.delete(ME).status_code == 204
