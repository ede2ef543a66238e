import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import BackgroundTasks

from {{ cookiecutter.package_name }} import delays
from {{ cookiecutter.package_name }}.auth.messages import Message
from {{ cookiecutter.package_name }}.database_sqlite import open_database
from {{ cookiecutter.package_name }}.db import Database
from {{ cookiecutter.package_name }}.in_process import InProcess, deliver, mail_reset_link
from {{ cookiecutter.package_name }}.settings import get_settings

from .mailbox import Mailbox

MESSAGE = Message(to="a@example.com", subject="Hello", text="World\n")


@pytest.fixture
def blocked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Point mails to a folder that cannot be made."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("MAIL_URL", f"file:{tmp_path}/file")
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


def test_mail_is_sent(mails: Mailbox) -> None:
    deliver(MESSAGE)
    assert mails.subjects() == ["Hello"]


@pytest.mark.usefixtures("blocked")
def test_failure_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    deliver(MESSAGE)
    assert "mail not sent" in caplog.text


async def test_reset_link_waits_for_its_moment(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delays, "DELAY_SECONDS", (0.1, 0.1))
    background = BackgroundTasks()
    await InProcess(background, database).post_reset_link("nobody@example.com")
    began = time.monotonic()
    await background()
    assert time.monotonic() - began >= 0.1


async def test_broken_database_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    url = f"sqlite:///{tmp_path}/without-tables.sqlite3"
    database = open_database(get_settings().model_copy(update={"database_url": url}))
    await mail_reset_link(database, "alice@example.com")
    await database.engine.dispose()
    assert "reset link not made" in caplog.text
