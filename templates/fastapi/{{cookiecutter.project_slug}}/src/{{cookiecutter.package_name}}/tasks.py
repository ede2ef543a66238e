"""Do in the background what no caller waits for."""

import asyncio
from dataclasses import asdict
from functools import partial
from typing import Any

import structlog
from anyio import fail_after, to_thread
from celery import Task
from fastapi import BackgroundTasks, Request
from kombu.exceptions import OperationalError
from sqlalchemy.exc import SQLAlchemyError

from .auth.expiry import delete_expired_rows
from .auth.messages import Message
from .auth.password_services import forgot_password
from .database_{{ cookiecutter.database }} import open_database
from .errors import Unavailable
from .in_process import InProcess
from .mail import send_mail
from .settings import get_settings
from .worker import app

HAND_OVER_SECONDS = 2

log = structlog.stdlib.get_logger(__name__)


@app.task(autoretry_for=(OSError,), retry_backoff=True, max_retries=8)
def deliver_mail(*, to: str, subject: str, text: str) -> None:
    """Send a mail; a mail server that fails is asked again, ever more seldom, for some minutes."""
    send_mail(to=to, subject=subject, text=text)


@app.task(autoretry_for=(OSError, SQLAlchemyError), retry_backoff=True, max_retries=8)
def mail_reset_link(*, email: str) -> None:
    """Look an account up and mail it a link that sets a new password; try again like any mail."""
    if message := asyncio.run(make_reset_mail(email)):
        send_mail(**asdict(message))


@app.task
def delete_expired() -> None:
    """Delete what has expired."""
    asyncio.run(clean_up())


async def make_reset_mail(email: str) -> Message | None:
    """Write the mail to an address, if it has an account."""
    async with open_database(get_settings()).once() as db:
        return await forgot_password(db=db, email=email)


async def clean_up() -> None:
    """Open the database for one clean-up; each task has an event loop of its own."""
    async with open_database(get_settings()).once() as db:
        await delete_expired_rows(db=db)


class Broker:
    """Leave mails to a worker."""

    async def post(self, message: Message) -> None:
        """Take a mail.

        Raises:
            Unavailable: the broker does not take it.
        """
        await hand_over(deliver_mail, **asdict(message))

    async def post_reset_link(self, email: str) -> None:
        """Take the wish for a link that sets a new password.

        Raises:
            Unavailable: the broker does not take it.
        """
        await hand_over(mail_reset_link, email=email)


async def hand_over(task: Task[Any, Any], **arguments: str) -> None:
    """Leave a task to a worker.

    Raises:
        Unavailable: the broker does not take it.
    """
    try:
        with fail_after(HAND_OVER_SECONDS):
            await to_thread.run_sync(partial(task.delay, **arguments), abandon_on_cancel=True)
    except (OperationalError, TimeoutError) as error:
        log.warning("broker unavailable", reason=str(error))
        raise Unavailable from error


def get_outbox(request: Request, background: BackgroundTasks) -> Broker | InProcess:
    """Return the outbox of a request: without a broker, as in development, mails go out here."""
    if get_settings().redis_url:
        return Broker()
    return InProcess(background, request.app.state.database)
