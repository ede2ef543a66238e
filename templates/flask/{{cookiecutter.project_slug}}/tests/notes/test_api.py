from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from {{ cookiecutter.package_name }}.users.models import User

from ..callers import V1, Client, code_of, fields_of
from ..conftest import MakeClient
from .factories import make_note

NOTES = f"{V1}/notes"


def titles(client: Client, query: str = "") -> list[str]:
    return [note["title"] for note in client.get(f"{NOTES}?{query}").get_json()["items"]]


def test_note_is_made(client: Client) -> None:
    answer = client.post(NOTES, json={"title": "T", "tags": ["B", " a ", "b"]})
    assert answer.status_code == 201
    body = answer.get_json()
    assert answer.headers["Location"] == f"{NOTES}/{body['id']}"
    assert (body["title"], body["body"], body["tags"]) == ("T", "", ["a", "b"])
    assert client.get(answer.headers["Location"]).get_json() == body


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"title": "required"}),
        ({"title": ""}, {"title": "too-short"}),
        ({"title": "x" * 201}, {"title": "too-long"}),
        ({"title": "a\x00b"}, {"title": "invalid-characters"}),
        ({"title": "x", "body": None}, {"body": "invalid-type"}),
        ({"title": "x", "tags": ["x" * 51]}, {"tags.0": "too-long"}),
        ({"title": "x", "tags": [str(n) for n in range(21)]}, {"tags": "too-many"}),
    ],
)
def test_bad_note_is_refused(
    client: Client, body: dict[str, object], errors: dict[str, str]
) -> None:
    assert fields_of(client.post(NOTES, json=body)) == errors


def test_change_is_partial(client: Client, session: Session, alice: User) -> None:
    note = make_note(session, alice, title="Old", body="kept", tags=["kept"])
    body = client.patch(f"{NOTES}/{note.id}", json={"title": "New"}).get_json()
    assert (body["title"], body["body"], body["tags"]) == ("New", "kept", ["kept"])
    assert body["updated_at"] > body["created_at"]


def test_tags_are_replaced(client: Client, session: Session, alice: User) -> None:
    note = make_note(session, alice, tags=["old", "kept"])
    body = client.patch(f"{NOTES}/{note.id}", json={"tags": ["kept", "new"]}).get_json()
    assert body["tags"] == ["kept", "new"]


def test_empty_change_touches_nothing(client: Client, session: Session, alice: User) -> None:
    path = f"{NOTES}/{make_note(session, alice).id}"
    before = client.get(path).get_json()
    assert client.patch(path, json={}).get_json() == before


def test_note_is_deleted(client: Client, session: Session, alice: User) -> None:
    path = f"{NOTES}/{make_note(session, alice, tags=['x']).id}"
    assert client.delete(path).status_code == 204
    assert code_of(client.delete(path)) == (404, "not-found")


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_others_notes_are_hidden(client: Client, session: Session, boss: User, method: str) -> None:
    path = f"{NOTES}/{make_note(session, boss).id}"
    assert client.open(path, method=method, json={}).status_code == 404


def test_admin_reaches_every_note(admin: Client, session: Session, alice: User) -> None:
    path = f"{NOTES}/{make_note(session, alice).id}"
    assert admin.get(path).status_code == 200
    assert admin.delete(path).status_code == 204


def test_unknown_note_is_404(client: Client) -> None:
    assert client.get(f"{NOTES}/{UUID(int=0)}").status_code == 404
    assert client.get(f"{NOTES}/1").status_code == 404


@pytest.mark.parametrize(
    ("sort", "expected"), [("", "bac"), ("created_at", "cab"), ("title", "abc")]
)
def test_notes_are_sorted(
    client: Client, session: Session, alice: User, sort: str, expected: str
) -> None:
    for title in "cab":
        make_note(session, alice, title=title)
    query = f"sort={sort}" if sort else ""
    assert titles(client, query) == list(expected)


@pytest.mark.parametrize("sort", ["-created_at", "created_at", "title"])
def test_pages_have_each_once(client: Client, session: Session, alice: User, sort: str) -> None:
    for title in "same", "same", "other", "Other":
        make_note(session, alice, title=title)
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get(f"{NOTES}?sort={sort}&limit=1&cursor={cursor}").get_json()
        seen += [note["id"] for note in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 4


def test_cursor_fits_one_order(client: Client, session: Session, alice: User) -> None:
    for _ in range(2):
        make_note(session, alice)
    cursor = client.get(f"{NOTES}?limit=1").get_json()["next"]
    answer = client.get(f"{NOTES}?sort=title&cursor={cursor}")
    assert fields_of(answer) == {"cursor": "invalid-cursor"}


def test_unknown_order_is_refused(client: Client) -> None:
    assert fields_of(client.get(f"{NOTES}?sort=body")) == {"sort": "invalid-choice"}


def test_text_is_found(client: Client, session: Session, alice: User) -> None:
    make_note(session, alice, title="Shopping")
    make_note(session, alice, title="Other", body="go SHOPping")
    make_note(session, alice, title="100%")
    assert titles(client, "q=shop") == ["Other", "Shopping"]
    assert titles(client, "q=%25") == ["100%"]


def test_all_tags_must_match(client: Client, session: Session, alice: User) -> None:
    make_note(session, alice, title="both", tags=["x", "y"])
    make_note(session, alice, title="one", tags=["x"])
    assert titles(client, "tag=x&tag=Y") == ["both"]
    assert titles(client, "tag=x") == ["one", "both"]


def test_tags_are_counted(
    client: Client, client_of: MakeClient, session: Session, alice: User, boss: User
) -> None:
    make_note(session, alice, tags=["b", "a"])
    make_note(session, alice, tags=["b"])
    page = client.get(f"{V1}/tags?limit=1").get_json()
    assert page["items"] == [{"name": "a", "count": 1}]
    page = client.get(f"{V1}/tags?cursor={page['next']}").get_json()
    assert page == {"items": [{"name": "b", "count": 2}], "next": None}
    assert client_of(boss).get(f"{V1}/tags").get_json()["items"] == []


def test_list_costs_constant_queries(
    client: Client, session: Session, alice: User, statements: list[str]
) -> None:
    counts = []
    for _ in range(2):
        for number in range(5):
            make_note(session, alice, tags=[f"tag-{number}"])
        session.expunge_all()
        statements.clear()
        client.get(NOTES)
        counts.append(len(statements))
    assert counts == [3, 3], "the caller, the notes, their tags"
