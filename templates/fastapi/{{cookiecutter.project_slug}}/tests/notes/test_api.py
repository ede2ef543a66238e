from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from {{ cookiecutter.package_name }}.users.models import User

from ..callers import V1, Client, code_of, fields_of
from .factories import make_note

NOTES = f"{V1}/notes"


async def titles(client: Client, query: str = "") -> list[str]:
    return [note["title"] for note in (await client.get(f"{NOTES}?{query}")).json()["items"]]


async def test_note_is_made(client: Client) -> None:
    answer = await client.post(NOTES, json={"title": "T", "tags": ["B", " a ", "b"]})
    assert answer.status_code == 201
    body = answer.json()
    assert answer.headers["Location"] == f"{NOTES}/{body['id']}"
    assert (body["title"], body["body"], body["tags"]) == ("T", "", ["a", "b"])
    assert (await client.get(answer.headers["Location"])).json() == body


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
async def test_bad_note_is_refused(
    client: Client, body: dict[str, object], errors: dict[str, str]
) -> None:
    assert fields_of(await client.post(NOTES, json=body)) == errors


async def test_change_is_partial(client: Client, db: AsyncSession, alice: User) -> None:
    note = await make_note(db, alice, title="Old", body="kept", tags=["kept"])
    body = (await client.patch(f"{NOTES}/{note.id}", json={"title": "New"})).json()
    assert (body["title"], body["body"], body["tags"]) == ("New", "kept", ["kept"])
    assert body["updated_at"] > body["created_at"]


async def test_tags_are_replaced(client: Client, db: AsyncSession, alice: User) -> None:
    note = await make_note(db, alice, tags=["old", "kept"])
    body = (await client.patch(f"{NOTES}/{note.id}", json={"tags": ["kept", "new"]})).json()
    assert body["tags"] == ["kept", "new"]


async def test_empty_change_touches_nothing(client: Client, db: AsyncSession, alice: User) -> None:
    path = f"{NOTES}/{(await make_note(db, alice)).id}"
    before = (await client.get(path)).json()
    assert (await client.patch(path, json={})).json() == before


async def test_note_is_deleted(client: Client, db: AsyncSession, alice: User) -> None:
    path = f"{NOTES}/{(await make_note(db, alice, tags=['x'])).id}"
    assert (await client.delete(path)).status_code == 204
    assert code_of(await client.delete(path)) == (404, "not-found")


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
async def test_others_notes_are_hidden(
    client: Client, db: AsyncSession, boss: User, method: str
) -> None:
    path = f"{NOTES}/{(await make_note(db, boss)).id}"
    assert (await client.request(method, path, json={})).status_code == 404


async def test_admin_reaches_every_note(admin: Client, db: AsyncSession, alice: User) -> None:
    path = f"{NOTES}/{(await make_note(db, alice)).id}"
    assert (await admin.get(path)).status_code == 200
    assert (await admin.delete(path)).status_code == 204


async def test_unknown_note_is_404(client: Client) -> None:
    assert (await client.get(f"{NOTES}/{UUID(int=0)}")).status_code == 404
    assert (await client.get(f"{NOTES}/1")).status_code == 404


@pytest.mark.parametrize(
    ("sort", "expected"), [("", "bac"), ("created_at", "cab"), ("title", "abc")]
)
async def test_notes_are_sorted(
    client: Client, db: AsyncSession, alice: User, sort: str, expected: str
) -> None:
    for title in "cab":
        await make_note(db, alice, title=title)
    query = f"sort={sort}" if sort else ""
    assert await titles(client, query) == list(expected)


@pytest.mark.parametrize("sort", ["-created_at", "created_at", "title"])
async def test_pages_have_each_once(
    client: Client, db: AsyncSession, alice: User, sort: str
) -> None:
    for title in "same", "same", "other", "Other":
        await make_note(db, alice, title=title)
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await client.get(f"{NOTES}?sort={sort}&limit=1&cursor={cursor}")).json()
        seen += [note["id"] for note in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 4


async def test_cursor_fits_one_order(client: Client, db: AsyncSession, alice: User) -> None:
    for _ in range(2):
        await make_note(db, alice)
    cursor = (await client.get(f"{NOTES}?limit=1")).json()["next"]
    answer = await client.get(f"{NOTES}?sort=title&cursor={cursor}")
    assert fields_of(answer) == {"cursor": "invalid-cursor"}


async def test_unknown_order_is_refused(client: Client) -> None:
    assert fields_of(await client.get(f"{NOTES}?sort=body")) == {"sort": "invalid-choice"}


async def test_text_is_found(client: Client, db: AsyncSession, alice: User) -> None:
    await make_note(db, alice, title="Shopping")
    await make_note(db, alice, title="Other", body="go SHOPping")
    await make_note(db, alice, title="100%")
    assert await titles(client, "q=shop") == ["Other", "Shopping"]
    assert await titles(client, "q=%25") == ["100%"]


async def test_all_tags_must_match(client: Client, db: AsyncSession, alice: User) -> None:
    await make_note(db, alice, title="both", tags=["x", "y"])
    await make_note(db, alice, title="one", tags=["x"])
    assert await titles(client, "tag=x&tag=Y") == ["both"]
    assert await titles(client, "tag=x") == ["one", "both"]


async def test_tags_are_counted(
    client: Client, admin: Client, db: AsyncSession, alice: User
) -> None:
    await make_note(db, alice, tags=["b", "a"])
    await make_note(db, alice, tags=["b"])
    page = (await client.get(f"{V1}/tags?limit=1")).json()
    assert page["items"] == [{"name": "a", "count": 1}]
    page = (await client.get(f"{V1}/tags?cursor={page['next']}")).json()
    assert page == {"items": [{"name": "b", "count": 2}], "next": None}
    assert (await admin.get(f"{V1}/tags")).json()["items"] == []


async def test_list_costs_constant_queries(
    client: Client, db: AsyncSession, alice: User, statements: list[str]
) -> None:
    counts = []
    for _ in range(2):
        for number in range(5):
            await make_note(db, alice, tags=[f"tag-{number}"])
        db.expunge_all()
        statements.clear()
        await client.get(NOTES)
        counts.append(len(statements))
    assert counts == [3, 3], "the caller, the notes, their tags"
