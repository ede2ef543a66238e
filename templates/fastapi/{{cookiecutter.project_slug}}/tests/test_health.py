import asyncio
from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI

from {{ cookiecutter.package_name }} import lifecycle
from {{ cookiecutter.package_name }}.db import Database

from .callers import Client, code_of

type Replace = Callable[[Callable[[], Awaitable[None]]], None]


@pytest.fixture
def check(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> Replace:
    """Put a check in the place of the database's."""

    def replace(function: Callable[[], Awaitable[None]]) -> None:
        monkeypatch.setitem(app.state.checks, "database", function)

    return replace


async def test_living_process_is_live(anonymous: Client) -> None:
    answer = await anonymous.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_ready_process_names_checks(anonymous: Client, database: Database) -> None:
    await database.check()
    body = (await anonymous.get("/health/ready")).json()
    assert body["status"] == "ok"
    assert body["checks"]["database"] == "ok"


async def test_failed_check_is_503(anonymous: Client, check: Replace) -> None:
    async def fail() -> None:
        raise ConnectionRefusedError

    check(fail)
    answer = await anonymous.get("/health/ready")
    assert code_of(answer) == (503, "not-ready")
    assert answer.json()["checks"]["database"] == "down"
    assert "Retry-After" in answer.headers


async def test_hanging_check_is_cut(anonymous: Client, check: Replace) -> None:
    async def hang() -> None:
        await asyncio.sleep(60)

    check(hang)
    answer = await anonymous.get("/health/ready")
    assert answer.json()["checks"]["database"] == "down"


async def test_stopping_process_is_not_ready(
    anonymous: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifecycle, "_stopping", asyncio.Event())
    lifecycle._stopping.set()  # noqa: SLF001 - as SIGTERM does
    answer = await anonymous.get("/health/ready")
    assert code_of(answer) == (503, "not-ready")
    assert answer.json()["checks"] == {"process": "stopping"}
