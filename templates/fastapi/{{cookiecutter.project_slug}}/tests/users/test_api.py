from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from {{ cookiecutter.package_name }}.users.models import Role, User

from ..callers import V1, Client, code_of, fields_of
from ..factories import make_user

ME = f"{V1}/users/me"
UNKNOWN = UUID(int=0)


def path_of(user: User) -> str:
    return f"{V1}/users/{user.id}"


async def test_caller_reads_own_account(client: Client, alice: User) -> None:
    body = (await client.get(ME)).json()
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
async def test_name_can_change(client: Client, name: str | None) -> None:
    assert (await client.patch(ME, json={"name": name})).json()["name"] == name


async def test_empty_change_keeps_all(client: Client) -> None:
    assert (await client.patch(ME, json={})).json()["name"] == "Alice"


async def test_own_role_cannot_change(client: Client) -> None:
    assert fields_of(await client.patch(ME, json={"role": "admin"})) == {"role": "unknown-field"}


async def test_account_can_be_left(client: Client) -> None:
    assert (await client.delete(ME)).status_code == 204
    assert (await client.get(ME)).status_code == 401


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
async def test_others_are_not_open(client: Client, boss: User, method: str) -> None:
    answer = await client.request(method, path_of(boss), json={})
    assert code_of(answer) == (403, "forbidden")


async def test_admin_pages_through_users(admin: Client, db: AsyncSession) -> None:
    made = [await make_user(db) for _ in range(4)]
    first = (await admin.get(f"{V1}/users?limit=3")).json()
    second = (await admin.get(f"{V1}/users?limit=3&cursor={first['next']}")).json()
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
async def test_bad_query_is_refused(admin: Client, query: str, errors: dict[str, str]) -> None:
    assert fields_of(await admin.get(f"{V1}/users?{query}")) == errors


async def test_admin_changes_accounts(admin: Client, alice: User) -> None:
    body = {"name": "A", "role": "admin", "is_active": False}
    changed = (await admin.patch(path_of(alice), json=body)).json()
    assert {name: changed[name] for name in body} == body


async def test_admin_deletes_accounts(admin: Client, alice: User) -> None:
    assert (await admin.delete(path_of(alice))).status_code == 204
    assert code_of(await admin.get(path_of(alice))) == (404, "not-found")


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
async def test_unknown_user_is_404(admin: Client, method: str) -> None:
    answer = await admin.request(method, f"{V1}/users/{UNKNOWN}", json={})
    assert answer.status_code == 404


async def test_disabled_token_stops_at_once(client: Client, db: AsyncSession, alice: User) -> None:
    alice.is_active = False
    await db.commit()
    assert (await client.get(ME)).status_code == 401


async def test_enabled_account_needs_a_login(admin: Client, client: Client, alice: User) -> None:
    for is_active in (False, True):
        await admin.patch(path_of(alice), json={"is_active": is_active})
    assert (await client.get(ME)).status_code == 401


@pytest.mark.parametrize("change", [{"role": "user"}, {"is_active": False}])
async def test_last_admin_stays(admin: Client, boss: User, change: dict[str, object]) -> None:
    assert code_of(await admin.patch(path_of(boss), json=change)) == (409, "last-admin")
    assert code_of(await admin.delete(ME)) == (409, "last-admin")


async def test_other_admins_may_go(admin: Client, db: AsyncSession) -> None:
    await make_user(db, role=Role.ADMIN)
    assert (await admin.delete(ME)).status_code == 204
