"""One note at a time: its members, its owner, its rules."""

import re
from typing import Any
from uuid import UUID

import pytest

from contract.client import Api, Session
from contract.problems import check_problem, invalid_fields

pytestmark = pytest.mark.example

MEMBERS = {"id", "title", "body", "tags", "created_at", "updated_at"}
UNKNOWN_ID = "01900000-0000-7000-8000-000000000000"


def write(session: Session, **fields: object) -> dict[str, Any]:
    answer = session.http.post("/notes", json={"title": "A note", "body": "", **fields})
    assert answer.status_code == 201, answer.text
    note: dict[str, Any] = answer.json()
    return note


def test_note_has_all_members(alice: Session) -> None:
    note = write(alice, title="Shopping", body="Milk", tags=["home"])
    assert note.keys() == MEMBERS
    assert (note["title"], note["body"], note["tags"]) == ("Shopping", "Milk", ["home"])
    assert UUID(note["id"]).version == 7
    assert re.fullmatch(r"[-\dT:.]+Z", note["created_at"])


def test_creation_answers_its_place(alice: Session) -> None:
    answer = alice.http.post("/notes", json={"title": "Where", "body": ""})
    assert answer.headers["location"].endswith(f"/api/v1/notes/{answer.json()['id']}")
    there = alice.http.get(answer.headers["location"].rpartition("/api/v1")[2])
    assert there.json() == answer.json()


def test_body_and_tags_are_optional(alice: Session) -> None:
    answer = alice.http.post("/notes", json={"title": "Only a title"})
    assert answer.status_code == 201
    assert (answer.json()["body"], answer.json()["tags"]) == ("", [])


def test_tags_are_folded_and_unique(alice: Session) -> None:
    assert sorted(write(alice, tags=["Home", "HOME", "\u00c4rger"])["tags"]) == [
        "home",
        "\u00e4rger",
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "x" * 200},
        {"body": "x" * 20_000},
        {"tags": ["x" * 50]},
        {"tags": [str(number) for number in range(20)]},
        {"title": "\U0001f600 \u4e2d\u6587 \u202e <b>&amp;'\"%_\\"},
    ],
)
def test_bounds_are_accepted(alice: Session, fields: dict[str, Any]) -> None:
    note = write(alice, **fields)
    for name, value in fields.items():
        assert sorted(note[name]) == sorted(value)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": None}, "title"),
        ({"title": 7}, "title"),
        ({"body": "x" * 20_001}, "body"),
        ({"body": None}, "body"),
        ({"tags": [""]}, "tags.0"),
        ({"tags": ["ok", "x" * 51]}, "tags.1"),
        ({"tags": [7]}, "tags.0"),
        ({"tags": [" " * 50 + "x"]}, "tags.0"),
        ({"tags": [str(number) for number in range(21)]}, "tags"),
        ({"tags": ["again"] * 21}, "tags"),
        ({"tags": "home"}, "tags"),
        ({"tags": None}, "tags"),
        ({"surprise": 1}, "surprise"),
        ({"id": UNKNOWN_ID}, "id"),
    ],
)
def test_bad_field_is_named(alice: Session, fields: dict[str, Any], field: str) -> None:
    answer = alice.http.post("/notes", json={"title": "Bad", "body": "", **fields})
    assert invalid_fields(answer).keys() == {field}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": "x" * 201}, "too-long"),
        ({"title": ""}, "too-short"),
        ({"tags": ["x" * 51]}, "too-long"),
        ({"tags": [" " * 50 + "x"]}, "too-long"),
        ({"tags": ["again"] * 21}, "too-many"),
    ],
)
def test_length_errors_have_codes(alice: Session, fields: dict[str, Any], code: str) -> None:
    answer = alice.http.post("/notes", json={"title": "Bad", **fields})
    assert set(invalid_fields(answer).values()) == {code}


def test_change_is_partial(alice: Session) -> None:
    note = write(alice, title="Before", body="Stays", tags=["stays"])
    answer = alice.http.patch(f"/notes/{note['id']}", json={"title": "After"})
    assert answer.status_code == 200
    changed = answer.json()
    assert changed["updated_at"] >= note["updated_at"]
    assert {**changed, "updated_at": ""} == {**note, "title": "After", "updated_at": ""}


def test_tags_can_be_replaced(alice: Session) -> None:
    path = f"/notes/{write(alice, tags=['old', 'kept'])['id']}"
    assert sorted(alice.http.patch(path, json={"tags": ["kept", "new"]}).json()["tags"]) == [
        "kept",
        "new",
    ]
    assert alice.http.patch(path, json={"tags": []}).json()["tags"] == []


@pytest.mark.parametrize("field", ["title", "body", "tags"])
def test_null_is_no_absence(alice: Session, field: str) -> None:
    path = f"/notes/{write(alice)['id']}"
    assert invalid_fields(alice.http.patch(path, json={field: None})).keys() == {field}


def test_unknown_change_is_refused(alice: Session) -> None:
    path = f"/notes/{write(alice)['id']}"
    assert invalid_fields(alice.http.patch(path, json={"owner": "me"})).keys() == {"owner"}


def test_empty_change_is_accepted(alice: Session) -> None:
    note = write(alice)
    answer = alice.http.patch(f"/notes/{note['id']}", json={})
    assert (answer.status_code, answer.json()["title"]) == (200, note["title"])


def test_deleted_note_is_gone(alice: Session) -> None:
    path = f"/notes/{write(alice)['id']}"
    answer = alice.http.delete(path)
    assert (answer.status_code, answer.content) == (204, b"")
    check_problem(alice.http.get(path), 404)
    check_problem(alice.http.delete(path), 404)


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_note_of_another_is_404(alice: Session, bob: Session, method: str) -> None:
    path = f"/notes/{write(alice)['id']}"
    body = {"title": "Mine"} if method == "PATCH" else None
    theirs = check_problem(bob.http.request(method, path, json=body), 404)
    unknown = check_problem(bob.http.request(method, f"/notes/{UNKNOWN_ID}", json=body), 404)
    assert (theirs["title"], theirs["code"]) == (unknown["title"], unknown["code"])
    assert alice.http.get(path).json()["title"] == "A note"


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_note_is_open_to_the_admin(alice: Session, admin: Session, method: str) -> None:
    path = f"/notes/{write(alice)['id']}"
    body = {"title": "Edited"} if method == "PATCH" else None
    assert admin.http.request(method, path, json=body).status_code in {200, 204}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_notes_need_a_bearer(api: Api, method: str) -> None:
    check_problem(api.anonymous.request(method, "/notes"), 401)


def test_notes_are_not_stored(alice: Session) -> None:
    path = f"/notes/{write(alice)['id']}"
    for where in ("/notes", path):
        assert "no-store" in alice.http.get(where).headers["cache-control"]


def test_owner_takes_notes_along(api: Api, admin: Session) -> None:
    carol = api.register_and_login()
    path = f"/notes/{write(carol, tags=['gone'])['id']}"
    assert carol.http.delete("/users/me").status_code == 204
    check_problem(admin.http.get(path), 404)
