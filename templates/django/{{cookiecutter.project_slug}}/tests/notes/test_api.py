from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from {{ cookiecutter.package_name }}.notes.models import Note, Tag
from {{ cookiecutter.package_name }}.users.models import User

from ..client import V1, Client, field_codes
from .factories import NoteFactory

NOTES = f"{V1}/notes"


def write(caller: Client, **fields: object) -> dict[str, Any]:
    note: dict[str, Any] = caller.post(NOTES, {"title": "A note", **fields}).json()
    return note


def titles(caller: Client, query: str = "") -> list[str]:
    return [note["title"] for note in caller.get(f"{NOTES}?{query}").json()["items"]]


def test_note_has_a_place(as_user: Client) -> None:
    answer = as_user.post(NOTES, {"title": "Shopping", "tags": ["Home", "home "]})
    assert (answer.status_code, answer.json()["tags"]) == (201, ["home"])
    assert as_user.get(answer.headers["Location"]).json() == answer.json()


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {"title": "required"}),
        ({"title": None}, {"title": "invalid-type"}),
        ({"title": "x" * 201}, {"title": "too-long"}),
        ({"title": "x", "body": 1}, {"body": "invalid-type"}),
        ({"title": "x", "tags": "home"}, {"tags": "invalid-type"}),
        ({"title": "x", "tags": ["ok", " "]}, {"tags.1": "too-short"}),
        ({"title": "x", "tags": [str(n) for n in range(21)]}, {"tags": "too-many"}),
    ],
)
def test_bad_note_is_refused(as_user: Client, fields: Any, errors: dict[str, str]) -> None:  # noqa: ANN401 - any JSON
    assert field_codes(as_user.post(NOTES, fields)) == errors


def test_change_is_partial(as_user: Client) -> None:
    note = write(as_user, body="Stays", tags=["stays"])
    changed = as_user.patch(f"{NOTES}/{note['id']}", {"title": "After"}).json()
    assert (changed["title"], changed["body"], changed["tags"]) == ("After", "Stays", ["stays"])


def test_tags_can_be_replaced(as_user: Client) -> None:
    note = write(as_user, tags=["old", "kept"])
    changed = as_user.patch(f"{NOTES}/{note['id']}", {"tags": ["kept", "new"]}).json()
    assert changed["tags"] == ["kept", "new"]


def test_deleted_note_is_gone(as_user: Client) -> None:
    path = f"{NOTES}/{write(as_user)['id']}"
    assert as_user.delete(path).status_code == 204
    assert as_user.get(path).status_code == 404


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_note_of_another_is_hidden(as_user: Client, method: str) -> None:
    path = f"{NOTES}/{NoteFactory.create().pk}"
    assert getattr(as_user, method)(path).status_code == 404


def test_note_is_open_to_admins(as_admin: Client) -> None:
    assert as_admin.get(f"{NOTES}/{NoteFactory.create().pk}").status_code == 200


@pytest.mark.parametrize("sort", ["-created_at", "created_at", "title"])
def test_pages_have_each_once(as_user: Client, user: User, sort: str) -> None:
    for title in ("b", "a", "B", "b"):
        NoteFactory.create(user=user, title=title)
    found, query = [], f"sort={sort}&limit=1"
    while query:
        page = as_user.get(f"{NOTES}?{query}").json()
        found += page["items"]
        query = f"sort={sort}&limit=1&cursor={page['next']}" if page["next"] else ""
    values = [note[sort.removeprefix("-")] for note in found]
    assert values == sorted(values, reverse=sort.startswith("-"))
    assert len({note["id"] for note in found}) == 4


def test_others_notes_are_not_listed(as_user: Client) -> None:
    NoteFactory.create()
    assert titles(as_user) == []


@pytest.mark.parametrize(("text", "found"), [("MILK", 1), ("100%25", 1), ("%25", 1), ("_", 0)])
def test_text_is_found(as_user: Client, text: str, found: int) -> None:
    write(as_user, title="Milk")
    write(as_user, body="100% sure")
    assert len(titles(as_user, f"q={text}")) == found


def test_all_tags_must_match(as_user: Client) -> None:
    write(as_user, title="Both", tags=["a", "b"])
    write(as_user, title="One", tags=["a"])
    assert titles(as_user, "tag=A&tag=b") == ["Both"]


@pytest.mark.parametrize("query", ["sort=body", "sort="])
def test_unknown_order_is_refused(as_user: Client, query: str) -> None:
    assert field_codes(as_user.get(f"{NOTES}?{query}")) == {"sort": "invalid-choice"}


def test_cursor_is_of_one_order(as_user: Client, user: User) -> None:
    NoteFactory.create_batch(2, user=user)
    cursor = as_user.get(f"{NOTES}?limit=1").json()["next"]
    answer = as_user.get(f"{NOTES}?sort=title&cursor={cursor}")
    assert field_codes(answer) == {"cursor": "invalid-cursor"}


@pytest.mark.parametrize("count", [1, 20])
def test_list_costs_three_queries(
    as_user: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        write(as_user, tags=["all", str(number)])
    with django_assert_num_queries(3):
        as_user.get(f"{NOTES}?tag=all")


def test_tags_are_counted(as_user: Client) -> None:
    write(as_user, tags=["a", "b"])
    write(as_user, tags=["a"])
    page = as_user.get(f"{V1}/tags").json()
    assert page == {"items": [{"name": "a", "count": 2}, {"name": "b", "count": 1}], "next": None}


def test_unused_tag_is_not_listed(as_user: Client) -> None:
    note = write(as_user, tags=["brief"])
    as_user.delete(f"{NOTES}/{note['id']}")
    assert as_user.get(f"{V1}/tags").json()["items"] == []


def test_tags_have_pages(as_user: Client) -> None:
    write(as_user, tags=["a", "b"])
    cursor = as_user.get(f"{V1}/tags?limit=1").json()["next"]
    assert as_user.get(f"{V1}/tags?limit=1&cursor={cursor}").json()["items"][0]["name"] == "b"


def test_objects_name_themselves(as_user: Client) -> None:
    write(as_user, title="Shopping", tags=["home"])
    assert (str(Note.objects.get()), str(Tag.objects.get())) == ("Shopping", "home")
