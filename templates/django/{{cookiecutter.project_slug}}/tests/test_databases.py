from pathlib import Path

import pytest
from django.db import connections
from django.db.utils import ConnectionHandler

from {{ cookiecutter.package_name }}.databases import sqlite_from_url
from {{ cookiecutter.package_name }}.environment import get_settings


def test_readers_do_not_wait(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a file.sqlite3'}".replace(" ", "%20")
    settings = get_settings().model_copy(update={"database_url": url})
    connection = ConnectionHandler({"default": sqlite_from_url(settings)})["default"]
    with connection.temporary_connection() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///app.sqlite3", "app.sqlite3"),
        ("sqlite:////data/app.sqlite3", "/data/app.sqlite3"),
        ("sqlite://", ":memory:"),
    ],
)
def test_path_follows_three_slashes(url: str, name: str) -> None:
    settings = get_settings().model_copy(update={"database_url": url})
    assert sqlite_from_url(settings)["NAME"] == name


def test_default_database_answers() -> None:
    assert connections["default"].is_usable()
