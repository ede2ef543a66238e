import threading
from collections.abc import Callable

import pytest
from flask import Flask

from {{ cookiecutter.package_name }} import health, lifecycle

from .callers import Client, code_of


@pytest.fixture
def check(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Put a check in the place of the database's."""

    def replace(function: Callable[[], object]) -> None:
        monkeypatch.setitem(app.extensions["checks"], "database", function)

    return replace


def test_living_process_is_live(anonymous: Client) -> None:
    answer = anonymous.get("/health/live")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_ready_process_names_checks(anonymous: Client) -> None:
    body = anonymous.get("/health/ready").get_json()
    assert body == {"status": "ok", "checks": {"database": "ok"}}


def test_failed_check_is_503(
    anonymous: Client, check: Callable[[Callable[[], object]], None]
) -> None:
    check(lambda: 1 / 0)
    answer = anonymous.get("/health/ready")
    assert code_of(answer) == (503, "not-ready")
    assert answer.get_json()["checks"] == {"database": "down"}
    assert "Retry-After" in answer.headers


def test_hanging_check_is_cut(
    anonymous: Client,
    check: Callable[[Callable[[], object]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.05)
    done = threading.Event()
    check(done.wait)
    answer = anonymous.get("/health/ready")
    done.set()
    assert answer.get_json()["checks"] == {"database": "down"}


def test_stopping_process_is_not_ready(anonymous: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifecycle, "_stopping", threading.Event())
    lifecycle._stopping.set()  # noqa: SLF001 - as SIGTERM does
    answer = anonymous.get("/health/ready")
    assert code_of(answer) == (503, "not-ready")
    assert answer.get_json()["checks"] == {"process": "stopping"}
