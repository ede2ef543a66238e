import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from {{ cookiecutter.package_name }}.cli import main
from {{ cookiecutter.package_name }}.settings import get_settings
from {{ cookiecutter.package_name }}.users.models import Role, User
from {{ cookiecutter.package_name }}.users.queries import every_user
from {{ cookiecutter.package_name }}.wiring import open_database

from .factories import PASSWORD


@pytest.fixture(autouse=True)
def _own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give commands, which open the database themselves, a migrated file."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/db.sqlite3")
    get_settings.cache_clear()
    command.upgrade(Config(toml_file=Path(__file__).parents[1] / "pyproject.toml"), "head")
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


async def read_users() -> list[User]:
    database = open_database(get_settings())
    async with database.readers() as db:
        found = list(await db.scalars(every_user()))
    await database.engine.dispose()
    return found


def users() -> list[User]:
    return asyncio.run(read_users())


def test_admin_is_made() -> None:
    assert main(["admin", "Boss@example.com", PASSWORD]) == 0
    (user,) = users()
    assert (user.email, user.role, user.email_verified) == ("boss@example.com", Role.ADMIN, True)


@pytest.mark.parametrize(
    ("email", "password", "named"),
    [
        ("boss@example.com", "short", "password"),
        ("nobody", PASSWORD, "email"),
        ("boss@example.com", "boss@example.com", "password"),
    ],
)
def test_bad_admin_is_refused(
    capsys: pytest.CaptureFixture[str], email: str, password: str, named: str
) -> None:
    assert main(["admin", email, password]) == 1
    assert capsys.readouterr().err.startswith(f"{named}: ")
    assert users() == []


def test_seeding_twice_makes_once() -> None:
    assert main(["seed"]) == main(["seed"]) == 0
    assert len(users()) == 1


def test_pruning_says_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prune"]) == 0
    assert capsys.readouterr().out == "Deleted 0 expired rows.\n"
