from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from {{ cookiecutter.package_name }}.auth.models import Session
from {{ cookiecutter.package_name }}.users.models import User

from ..client import V1, Client, field_codes
from ..factories import UserFactory

USERS = f"{V1}/users"
ME = f"{USERS}/me"


def test_me_has_all_members(as_user: Client, user: User) -> None:
    me = as_user.get(ME).json()
    assert me["id"] == str(user.pk)
    assert me["created_at"].endswith("Z")
    assert me.keys() == {
        *("id", "email", "name", "role", "is_active", "email_verified"),
        *("created_at", "updated_at"),
    }


def test_caller_must_be_known(anyone: Client) -> None:
    answer = anyone.get(ME)
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_null_clears_the_name(as_user: Client) -> None:
    assert as_user.patch(ME, {"name": None}).json()["name"] is None


def test_absent_name_stays(as_user: Client, user: User) -> None:
    assert as_user.patch(ME, {}).json()["name"] == user.name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "too-short"),
        ("x" * 101, "too-long"),
        (7, "invalid-type"),
        ("a\0", "invalid-characters"),
    ],
)
def test_bad_name_is_refused(as_user: Client, name: object, code: str) -> None:
    assert field_codes(as_user.patch(ME, {"name": name})) == {"name": code}


def test_role_is_not_for_users(as_user: Client) -> None:
    assert field_codes(as_user.patch(ME, {"role": "admin"})) == {"role": "unknown-field"}


def test_deleted_account_is_unknown(as_user: Client) -> None:
    assert as_user.delete(ME).status_code == 204
    assert as_user.get(ME).status_code == 401


@pytest.mark.parametrize("path", ["", "/01900000-0000-7000-8000-000000000000"])
def test_users_may_not(as_user: Client, path: str) -> None:
    assert as_user.get(f"{USERS}{path}").status_code == 403


def test_pages_have_each_once(as_admin: Client) -> None:
    UserFactory.create_batch(4)
    found, query = [], "?limit=2"
    while query:
        page = as_admin.get(f"{USERS}{query}").json()
        found += [user["created_at"] for user in page["items"]]
        query = f"?limit=2&cursor={page['next']}" if page["next"] else ""
    assert found == sorted(set(found), reverse=True)
    assert len(found) == 5


def test_list_costs_two_queries(
    as_admin: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    UserFactory.create_batch(10)
    with django_assert_num_queries(2):
        as_admin.get(USERS)


@pytest.mark.parametrize("limit", ["0", "101", "-1", "ten", "", "9" * 2000])
def test_bad_limit_is_refused(as_admin: Client, limit: str) -> None:
    assert "limit" in field_codes(as_admin.get(f"{USERS}?limit={limit}"))


@pytest.mark.parametrize("cursor", ["", "x", "bnVsbA", "WyItY3JlYXRlZF9hdCIsICJ4IiwgIngiXQ"])
def test_bad_cursor_is_refused(as_admin: Client, cursor: str) -> None:
    answer = as_admin.get(f"{USERS}?cursor={cursor}")
    assert field_codes(answer) == {"cursor": "invalid-cursor"}


def test_admin_changes_an_account(as_admin: Client, user: User) -> None:
    changes: dict[str, Any] = {"name": "New", "role": "admin", "is_active": False}
    answer = as_admin.patch(f"{USERS}/{user.pk}", changes).json()
    assert {name: answer[name] for name in changes} == changes


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"role": "root"}, "invalid-choice"),
        ({"role": None}, "invalid-type"),
        ({"is_active": "yes"}, "invalid-type"),
    ],
)
def test_bad_change_is_refused(as_admin: Client, user: User, change: Any, code: str) -> None:  # noqa: ANN401 - any JSON
    answer = as_admin.patch(f"{USERS}/{user.pk}", change)
    assert list(field_codes(answer).values()) == [code]


def test_disabled_user_is_unknown(as_admin: Client, as_user: Client, user: User) -> None:
    as_admin.patch(f"{USERS}/{user.pk}", {"is_active": False})
    assert as_user.get(ME).status_code == 401


def test_disabling_ends_sessions(as_admin: Client, session: Session) -> None:
    as_admin.patch(f"{USERS}/{session.user_id}", {"is_active": False})
    as_admin.patch(f"{USERS}/{session.user_id}", {"is_active": True})
    session.refresh_from_db()
    assert not session.is_live


def test_deleted_user_is_gone(as_admin: Client, user: User) -> None:
    assert as_admin.delete(f"{USERS}/{user.pk}").status_code == 204
    assert as_admin.get(f"{USERS}/{user.pk}").status_code == 404


@pytest.mark.parametrize("change", [{"role": "user"}, {"is_active": False}])
def test_last_admin_stays(as_admin: Client, admin: User, change: Any) -> None:  # noqa: ANN401 - any JSON
    answer = as_admin.patch(f"{USERS}/{admin.pk}", change)
    assert (answer.status_code, answer.json()["code"]) == (409, "last-admin")


def test_last_admin_cannot_leave(as_admin: Client) -> None:
    assert as_admin.delete(ME).status_code == 409
