"""Do in the background what no caller waits for."""

import asyncio
from dataclasses import asdict

import structlog
from kombu.exceptions import OperationalError
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from .auth.messages import Message
from .auth.models import LoginSession, OneTimeToken
from .database_{{ cookiecutter.database }} import open_database
from .mail import send_mail
from .orm import utc_now
from .settings import get_settings
from .worker import app

log = structlog.stdlib.get_logger(__name__)


@app.task(autoretry_for=(OSError,), retry_backoff=True, max_retries=8)
def deliver_mail(*, to: str, subject: str, text: str) -> None:
    """Send a mail; a mail server that fails is asked again, ever more seldom, for some minutes."""
    send_mail(to=to, subject=subject, text=text)


def deliver(message: Message) -> None:
    """Leave a mail to a worker; a failure is logged, as its request has long been answered."""
    try:
        deliver_mail.delay(**asdict(message))
    except OperationalError:
        log.exception("mail not queued", subject=message.subject)


@app.task
def delete_expired() -> None:
    """Delete the logins and one-time tokens whose time has passed."""
    asyncio.run(clean_up())


async def clean_up() -> None:
    """Open the database for one clean-up; each task has an event loop of its own."""
    database = open_database(get_settings())
    try:
        async with database.writers() as db:
            await delete_expired_rows(db=db)
    finally:
        await database.engine.dispose()


async def delete_expired_rows(*, db: AsyncSession) -> None:
    """Delete what has expired; refresh tokens go with their login."""
    for model in (LoginSession, OneTimeToken):
        await db.execute(delete(model).where(model.expires_at < utc_now()))
    await db.commit()
