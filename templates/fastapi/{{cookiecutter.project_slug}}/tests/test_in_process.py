from collections.abc import Iterator
from pathlib import Path

import pytest

from {{ cookiecutter.package_name }}.auth.messages import Message
from {{ cookiecutter.package_name }}.database_sqlite import open_database
from {{ cookiecutter.package_name }}.in_process import deliver, mail_reset_link
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


async def test_broken_database_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    url = f"sqlite:///{tmp_path}/without-tables.sqlite3"
    database = open_database(get_settings().model_copy(update={"database_url": url}))
    await mail_reset_link(database, "alice@example.com")
    await database.engine.dispose()
    assert "reset link not made" in caplog.text
