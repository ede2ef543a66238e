"""The caller's own account."""

import re
from uuid import UUID

import pytest

from contract.client import Api, Session
from contract.problems import check_problem, invalid_fields

MEMBERS = {
    *("id", "email", "name", "role", "is_active", "email_verified", "created_at", "updated_at"),
}
RFC3339_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


@pytest.fixture
def carol(api: Api) -> Session:
    return api.register_and_login(name="Carol")


def test_me_has_all_members(alice: Session) -> None:
    me = alice.me()
    assert me.keys() == MEMBERS
    assert (me["email"], me["name"]) == (alice.email, "Alice")
    assert (me["role"], me["is_active"]) == ("user", True)


def test_id_is_uuid7(alice: Session) -> None:
    assert UUID(alice.id).version == 7
    assert str(UUID(alice.id)) == alice.id


@pytest.mark.parametrize("member", ["created_at", "updated_at"])
def test_times_are_utc(alice: Session, member: str) -> None:
    assert RFC3339_UTC.fullmatch(alice.me()[member])


def test_me_is_not_stored(alice: Session) -> None:
    assert "no-store" in alice.http.get("/users/me").headers["cache-control"]


def test_me_needs_a_bearer(api: Api) -> None:
    check_problem(api.anonymous.get("/users/me"), 401)


def test_name_can_be_changed(alice: Session) -> None:
    answer = alice.http.patch("/users/me", json={"name": "Alicia"})
    assert answer.status_code == 200
    assert answer.json()["name"] == alice.me()["name"] == "Alicia"


def test_absent_name_stays(bob: Session) -> None:
    answer = bob.http.patch("/users/me", json={})
    assert answer.status_code == 200
    assert answer.json()["name"] == "Bob"


def test_null_name_is_a_value(carol: Session) -> None:
    answer = carol.http.patch("/users/me", json={"name": None})
    assert answer.status_code == 200
    assert carol.me()["name"] is None


@pytest.mark.parametrize("field", ["email", "role", "is_active", "id", "password", "surprise"])
def test_other_fields_are_refused(alice: Session, field: str) -> None:
    answer = alice.http.patch("/users/me", json={field: "admin"})
    assert invalid_fields(answer).keys() == {field}


@pytest.mark.parametrize("name", [7, [], {}, "", "x" * 101])
def test_bad_name_is_refused(alice: Session, name: object) -> None:
    assert "name" in invalid_fields(alice.http.patch("/users/me", json={"name": name}))


def test_change_moves_updated_at(carol: Session) -> None:
    before = carol.me()
    after = carol.http.patch("/users/me", json={"name": "Caroline"}).json()
    assert after["updated_at"] > before["updated_at"]
    assert after["created_at"] == before["created_at"]


def test_deleted_account_is_gone(api: Api, carol: Session) -> None:
    answer = carol.http.delete("/users/me")
    assert (answer.status_code, answer.content) == (204, b"")
    check_problem(carol.http.get("/users/me"), 401)
    check_problem(api.refresh(carol.refresh_token), 401)
    check_problem(api.try_login(carol.email, carol.password), 401)


def test_deleted_address_is_free(api: Api, carol: Session) -> None:
    carol.http.delete("/users/me")
    assert api.register(carol.email, carol.password).status_code == 202
    seen = api.mailbox.wait_for(carol.email, count=2)
    assert seen[-1].token("verify-email")


def test_me_is_never_an_id(admin: Session) -> None:
    answer = admin.http.get("/users/me")
    assert answer.json()["email"] == admin.email
    check_problem(admin.http.patch("/users/me", json={"role": "user"}), 422)
