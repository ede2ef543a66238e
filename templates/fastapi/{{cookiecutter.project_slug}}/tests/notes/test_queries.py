import pytest
from sqlalchemy import Select, text
from sqlalchemy.ext.asyncio import AsyncSession

from {{ cookiecutter.package_name }}.notes.models import Note
from {{ cookiecutter.package_name }}.notes.queries import ORDERS, notes_of
from {{ cookiecutter.package_name }}.pages import page_of
from {{ cookiecutter.package_name }}.users.models import User

from .plans import BEFORE_EXPLAIN, EXPLAIN


async def plan_of(db: AsyncSession, statement: Select[Note]) -> str:
    dialect = (await db.connection()).dialect
    for setting in BEFORE_EXPLAIN[dialect.name]:
        await db.execute(text(setting))
    sql = statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    rows = await db.execute(text(f"{EXPLAIN[dialect.name]} {sql}".replace(":", "\\:")))
    return "\n".join(str(tuple(row)) for row in rows)


@pytest.mark.parametrize(
    ("sort", "index"),
    [
        ("-created_at", "ix_notes_user_id_created_at_id"),
        ("created_at", "ix_notes_user_id_created_at_id"),
        ("title", "ix_notes_user_id_title_id"),
    ],
)
async def test_each_order_has_an_index(
    db: AsyncSession, alice: User, sort: str, index: str
) -> None:
    statement = page_of(notes_of(alice.id), ORDERS[sort], cursor="", limit=20)
    assert index in await plan_of(db, statement)
