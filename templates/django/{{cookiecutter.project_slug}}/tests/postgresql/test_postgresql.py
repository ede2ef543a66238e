import time
from typing import Any

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from {{ cookiecutter.package_name }}.environment import get_settings
from {{ cookiecutter.package_name }}.postgresql import postgresql_from_url


def describe(url: str, app_env: str = "production") -> dict[str, Any]:
    changes = {"database_url": url, "app_env": app_env}
    return postgresql_from_url(get_settings().model_copy(update=changes))


def test_url_is_taken_apart() -> None:
    database = describe("postgresql://me:p%40ss@db.example.com:6543/my%20app?sslmode=require")
    assert (database["NAME"], database["USER"], database["PASSWORD"]) == ("my app", "me", "p@ss")
    assert (database["HOST"], database["PORT"]) == ("db.example.com", "6543")
    assert database["OPTIONS"]["sslmode"] == "require"
    assert "statement_timeout=15000" in database["OPTIONS"]["options"]


def test_tests_have_no_pool() -> None:
    assert "pool" not in describe("postgresql://localhost/app", "test")["OPTIONS"]


def test_database_down_is_known_soon() -> None:
    databases = {"default": describe("postgresql://127.0.0.1:9/app")}
    down: Any = ConnectionHandler(databases)["default"]
    started = time.monotonic()
    with pytest.raises(OperationalError):
        down.ensure_connection()
    down.close_pool()
    assert time.monotonic() - started < 1
