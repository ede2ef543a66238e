from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from kombu.exceptions import OperationalError
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from {{ cookiecutter.package_name }} import worker
from {{ cookiecutter.package_name }}.auth.messages import Message
from {{ cookiecutter.package_name }}.auth.models import LoginSession, RefreshToken
from {{ cookiecutter.package_name }}.orm import utc_now
from {{ cookiecutter.package_name }}.settings import get_settings
from {{ cookiecutter.package_name }}.tasks import delete_expired, delete_expired_rows, deliver
from {{ cookiecutter.package_name }}.users.models import User

from .factories import log_in
from .mailbox import Mailbox

MESSAGE = Message(to="a@example.com", subject="Hello", text="World\n")
NOWHERE = "redis://127.0.0.1:1"


@pytest.fixture
def brokerless(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Point the worker to a broker that is down."""
    monkeypatch.setenv("REDIS_URL", NOWHERE)
    get_settings.cache_clear()
    monkeypatch.setitem(worker.app.conf, "broker_url", NOWHERE)
    monkeypatch.setitem(worker.app.conf, "task_always_eager", False)  # noqa: FBT003 - its value
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


def test_mail_is_sent(mails: Mailbox) -> None:
    deliver(MESSAGE)
    assert mails.subjects() == ["Hello"]


async def test_expired_logins_are_deleted(db: AsyncSession, alice: User) -> None:
    await log_in(db, alice)
    await db.execute(update(LoginSession).values(expires_at=utc_now() - timedelta(seconds=1)))
    await log_in(db, alice)
    await delete_expired_rows(db=db)
    counts = [
        await db.scalar(select(func.count()).select_from(model))
        for model in (LoginSession, RefreshToken)
    ]
    assert counts == [1, 1]


@pytest.mark.usefixtures("brokerless")
def test_lost_broker_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    deliver(MESSAGE)
    assert "mail not queued" in caplog.text


@pytest.mark.usefixtures("brokerless")
async def test_lost_broker_is_not_ready() -> None:
    with pytest.raises(OperationalError):
        await worker.check_broker()


def test_worker_knows_its_tasks() -> None:
    scheduled = worker.app.conf.beat_schedule["delete-expired"]["task"]
    assert scheduled in worker.app.tasks


def test_clean_up_opens_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/db.sqlite3")
    get_settings.cache_clear()
    command.upgrade(Config(toml_file=Path(__file__).parents[1] / "pyproject.toml"), "head")
    assert delete_expired.delay().successful()
    get_settings.cache_clear()
