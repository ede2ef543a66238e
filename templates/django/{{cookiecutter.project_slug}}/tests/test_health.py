from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import DatabaseError
from pytest_django import Settings

from {{ cookiecutter.package_name }} import health, lifecycle

from .client import Client


@pytest.fixture
def _stopping() -> Iterator[None]:
    lifecycle._stopping.set()  # noqa: SLF001 - as the signal does
    yield
    lifecycle._stopping.clear()  # noqa: SLF001 - as if it had not come


def fail() -> None:
    raise DatabaseError


def hang() -> None:
    sleep(1)


def test_process_is_live(anyone: Client) -> None:
    answer = anyone.get("/health/live", HTTP_HOST="10.0.0.7", HTTP_ACCEPT="text/plain")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_process_is_ready(anyone: Client) -> None:
    answer = anyone.get("/health/ready", HTTP_HOST="10.0.0.7")
    assert (answer.status_code, answer.json()["checks"]["database"]) == (200, "ok")


def test_failed_check_is_named(anyone: Client, settings: Settings) -> None:
    settings.READINESS_CHECKS = {"database": f"{__name__}.fail"}
    answer = anyone.get("/health/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "not-ready")
    assert answer.json()["checks"] == {"database": "down"}
    assert answer.headers["Retry-After"]


def test_check_that_hangs_has_failed(
    anyone: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.READINESS_CHECKS = {"database": f"{__name__}.hang"}
    monkeypatch.setattr(health, "TIMEOUT", 0.01)
    monkeypatch.setattr(health, "_probers", ThreadPoolExecutor(1))
    assert anyone.get("/health/ready").status_code == 503


@pytest.mark.usefixtures("_stopping")
def test_stopping_process_is_not_ready(anyone: Client) -> None:
    answer = anyone.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]) == (503, {"process": "stopping"})


def test_probes_read_alone(anyone: Client) -> None:
    assert anyone.post("/health/live").status_code == 405
