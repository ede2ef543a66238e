from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from fastapi import FastAPI
from kombu.exceptions import OperationalError

from {{ cookiecutter.package_name }} import worker
from {{ cookiecutter.package_name }}.auth.messages import Message
from {{ cookiecutter.package_name }}.auth.throttling import get_limits
from {{ cookiecutter.package_name }}.cli import main
from {{ cookiecutter.package_name }}.settings import get_settings
from {{ cookiecutter.package_name }}.tasks import Broker, delete_expired, mail_reset_link
from {{ cookiecutter.package_name }}.throttle import Limits

from .callers import V1, Client, code_of
from .factories import PASSWORD
from .mailbox import Mailbox

MESSAGE = Message(to="a@example.com", subject="Hello", text="World\n")
NOWHERE = "redis://127.0.0.1:1"


@pytest.fixture
def brokerless(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Point the worker to a broker that is down."""
    monkeypatch.setenv("REDIS_URL", NOWHERE)
    monkeypatch.setitem(app.dependency_overrides, get_limits, lambda: Limits(0, 0))
    get_settings.cache_clear()
    monkeypatch.setitem(worker.app.conf, "broker_url", NOWHERE)
    monkeypatch.setitem(worker.app.conf, "task_always_eager", False)  # noqa: FBT003 - its value
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.fixture
def _own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give tasks, which open the database themselves, a migrated file."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/db.sqlite3")
    get_settings.cache_clear()
    command.upgrade(Config(toml_file=Path(__file__).parents[1] / "pyproject.toml"), "head")
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


async def test_mail_is_left_to_a_worker(mails: Mailbox) -> None:
    await Broker().post(MESSAGE)
    assert mails.subjects() == ["Hello"]


@pytest.mark.usefixtures("_own_database")
def test_reset_link_is_left_to_a_worker(mails: Mailbox) -> None:
    mails.clear()
    main(["admin", "boss@example.com", PASSWORD])
    for email in ("boss@example.com", "nobody@example.com"):
        mail_reset_link.delay(email=email)
    assert mails.subjects() == ["Set a new password"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("register", {"email": "new@example.com", "password": PASSWORD}),
        ("forgot-password", {"email": "nobody@example.com"}),
    ],
)
@pytest.mark.usefixtures("brokerless")
async def test_lost_broker_is_503(anonymous: Client, path: str, body: dict[str, str]) -> None:
    answer = await anonymous.post(f"{V1}/auth/{path}", json=body)
    assert code_of(answer) == (503, "unavailable")


@pytest.mark.usefixtures("brokerless")
async def test_lost_broker_is_not_ready() -> None:
    with pytest.raises(OperationalError):
        await worker.check_broker()


def test_worker_knows_its_tasks() -> None:
    scheduled = worker.app.conf.beat_schedule["delete-expired"]["task"]
    assert scheduled in worker.app.tasks


@pytest.mark.usefixtures("_own_database")
def test_clean_up_opens_the_database() -> None:
    assert delete_expired.delay().successful()
