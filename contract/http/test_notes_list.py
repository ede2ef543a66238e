"""Lists of notes and tags: pages, order, filters, and what they refuse."""

from typing import Any

import pytest

from contract.client import Api, Session, items, pages
from contract.problems import invalid_fields

pytestmark = pytest.mark.example

TITLES = ["Beta", "alpha", "Gamma", "Beta"]
COUNT = 25
COUNTS = {"all": 25, "even": 13, "odd": 12, "five": 5}
BAD_CURSORS = [
    "x",
    "AAAA",
    "%00",
    "\u00e9",
    "eyJhIjogMX0",
    "bnVsbA==",
    "x" * 3000,
    "WzEsMl0",
    "-1",
]


@pytest.fixture(scope="module")
def writer(api: Api) -> Session:
    session = api.register_and_login()
    for number in range(COUNT):
        note = {
            "title": TITLES[number % len(TITLES)],
            "body": f"body {number} 100%" if number < 2 else f"body {number}",
            "tags": ["all", "even" if number % 2 == 0 else "odd"] + (["five"] if number % 5 == 0 else []),
        }
        assert session.http.post("/notes", json=note).status_code == 201
    return session


def ids(notes: list[dict[str, Any]]) -> list[str]:
    return [note["id"] for note in notes]


def test_page_has_twenty(writer: Session) -> None:
    assert [len(page) for page in pages(writer.http, "/notes")] == [20, 5]


def test_exact_page_has_no_next(writer: Session) -> None:
    assert writer.http.get("/notes", params={"limit": COUNT}).json()["next"] is None


@pytest.mark.parametrize("limit", [3, 24, 25, 100])
@pytest.mark.parametrize("sort", ["-created_at", "created_at", "title"])
def test_pages_have_each_once(writer: Session, limit: int, sort: str) -> None:
    found = ids(items(writer.http, "/notes", limit=limit, sort=sort))
    assert len(found) == len(set(found)) == COUNT


def test_newest_comes_first(writer: Session) -> None:
    newest = items(writer.http, "/notes")
    times = [note["created_at"] for note in newest]
    assert times == sorted(times, reverse=True)
    assert ids(newest) == ids(items(writer.http, "/notes", sort="-created_at", limit=7))


def test_oldest_can_come_first(writer: Session) -> None:
    oldest = items(writer.http, "/notes", sort="created_at", limit=7)
    assert ids(oldest) == ids(items(writer.http, "/notes"))[::-1]


def test_titles_can_be_sorted(writer: Session) -> None:
    titles = [note["title"] for note in items(writer.http, "/notes", sort="title", limit=7)]
    assert titles in (sorted(titles), sorted(titles, key=str.casefold))


def test_new_note_moves_no_page(writer: Session) -> None:
    walk = pages(writer.http, "/notes", limit=10)
    first = next(walk)
    extra = writer.http.post("/notes", json={"title": "Late"}).json()["id"]
    rest = [note for page in walk for note in page]
    writer.http.delete(f"/notes/{extra}")
    assert len(set(ids(first + rest))) == COUNT
    assert extra not in ids(rest)


def test_others_notes_are_not_listed(writer: Session, alice: Session) -> None:
    alice.http.post("/notes", json={"title": "Alice's"})
    assert {note["title"] for note in items(writer.http, "/notes")} == set(TITLES)


def test_text_is_found_in_titles(writer: Session) -> None:
    found = items(writer.http, "/notes", q="gamm")
    assert {note["title"] for note in found} == {"Gamma"}


def test_text_is_found_in_bodies(writer: Session) -> None:
    assert [note["body"] for note in items(writer.http, "/notes", q="body 24")] == ["body 24"]


@pytest.mark.parametrize(("text", "count"), [("100%", 2), ("%", 2), ("_", 0), ("\\", 0), ("nowhere", 0)])
def test_text_is_no_pattern(writer: Session, text: str, count: int) -> None:
    assert len(items(writer.http, "/notes", q=text)) == count


@pytest.mark.parametrize(
    ("tags", "count"),
    [(["even"], 13), (["even", "five"], 3), (["even", "odd"], 0), (["EVEN"], 13), (["no"], 0)],
)
def test_all_tags_must_match(writer: Session, tags: list[str], count: int) -> None:
    found = items(writer.http, "/notes", tag=tags, limit=2)
    assert len(set(ids(found))) == len(found) == count


def test_found_note_shows_all_tags(writer: Session) -> None:
    found = items(writer.http, "/notes", tag="five")
    assert {len(note["tags"]) for note in found} == {3}


def test_filters_go_together(writer: Session) -> None:
    found = items(writer.http, "/notes", tag="even", q="beta", sort="title", limit=2)
    assert {note["title"] for note in found} == {"Beta"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", 0),
        ("limit", -1),
        ("limit", 101),
        ("limit", "ten"),
        ("limit", 10**30),
        ("limit", "1e1"),
        ("sort", "body"),
        ("sort", ""),
        ("sort", "title; DROP TABLE notes"),
        ("tag", ["again"] * 21),
    ],
)
def test_bad_query_is_named(writer: Session, name: str, value: int | str | list[str]) -> None:
    assert invalid_fields(writer.http.get("/notes", params={name: value})).keys() == {name}


@pytest.mark.parametrize("path", ["/notes", "/tags"])
@pytest.mark.parametrize("cursor", BAD_CURSORS)
def test_bad_cursor_is_refused(writer: Session, path: str, cursor: str) -> None:
    answer = writer.http.get(path, params={"cursor": cursor})
    assert invalid_fields(answer).keys() == {"cursor"}


def test_cursor_of_another_order_is_refused(writer: Session) -> None:
    cursor = writer.http.get("/notes", params={"limit": 2, "sort": "title"}).json()["next"]
    answer = writer.http.get("/notes", params={"cursor": cursor, "sort": "created_at"})
    assert invalid_fields(answer).keys() == {"cursor"}


def test_tags_are_counted(writer: Session) -> None:
    found = items(writer.http, "/tags", limit=2)
    assert {tag["name"]: tag["count"] for tag in found} == COUNTS
    assert {frozenset(tag) for tag in found} == {frozenset({"name", "count"})}


def test_unused_tag_is_not_listed(api: Api) -> None:
    carol = api.register_and_login()
    path = carol.http.post("/notes", json={"title": "x", "tags": ["brief"]}).headers["location"]
    carol.http.delete(path.rpartition("/api/v1")[2])
    assert items(carol.http, "/tags") == []


def test_others_tags_are_not_listed(writer: Session, bob: Session) -> None:
    bob.http.post("/notes", json={"title": "x", "tags": ["bobs", "all"]})
    assert len(items(bob.http, "/tags")) == 2
    assert len(items(writer.http, "/tags")) == 4
