import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from {{ cookiecutter.package_name }}.errors import NotFound
from {{ cookiecutter.package_name }}.notes import services
from {{ cookiecutter.package_name }}.notes.seeds import NOTES, seed_notes
from {{ cookiecutter.package_name }}.notes.selectors import list_notes
from {{ cookiecutter.package_name }}.users.models import User

from .factories import make_note


async def test_equal_tags_are_one(db: AsyncSession, alice: User) -> None:
    first = await services.find_tags(db=db, user_id=alice.id, names=["same"])
    db.add_all(first)
    await db.commit()
    second = await services.find_tags(db=db, user_id=alice.id, names=["same"])
    assert second == first


async def test_note_of_another_stays(db: AsyncSession, alice: User, boss: User) -> None:
    note = await make_note(db, boss)
    with pytest.raises(NotFound):
        await services.delete_note(db=db, user=alice, note_id=note.id)


async def test_seeding_twice_writes_once(db: AsyncSession, alice: User) -> None:
    for _ in range(2):
        await seed_notes(db=db, user=alice)
    assert len((await list_notes(db=db, user=alice, limit=100)).items) == len(NOTES)
