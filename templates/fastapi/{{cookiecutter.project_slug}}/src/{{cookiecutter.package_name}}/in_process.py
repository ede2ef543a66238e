"""Send mails in this process, after the answer that they belong to."""

import asyncio
from dataclasses import asdict

import structlog
from anyio import to_thread
from fastapi import BackgroundTasks, Request
from sqlalchemy.exc import SQLAlchemyError

from .auth.messages import Message
from .auth.password_services import forgot_password
from .db import Database
from .delays import random_delay
from .mail import send_mail

log = structlog.stdlib.get_logger(__name__)


class InProcess:
    """Take the mails of a request; the server ends no process before they are sent."""

    def __init__(self, background: BackgroundTasks, database: Database) -> None:
        """Send after the answer that has these tasks."""
        self.background = background
        self.database = database

    async def post(self, message: Message) -> None:
        """Take a mail."""
        self.background.add_task(deliver, message)

    async def post_reset_link(self, email: str) -> None:
        """Take the wish for a link that sets a new password."""
        self.background.add_task(asyncio.sleep, random_delay())
        self.background.add_task(mail_reset_link, self.database, email)


def deliver(message: Message) -> None:
    """Send a mail; a failure is logged, as whoever caused it has long been answered."""
    try:
        send_mail(**asdict(message))
    except (OSError, ValueError):
        log.exception("mail not sent", subject=message.subject)


async def mail_reset_link(database: Database, email: str) -> None:
    """Look an account up and mail it a link; a failure is logged, as with every mail."""
    try:
        async with database.writers() as db:
            message = await forgot_password(db=db, email=email)
    except (OSError, SQLAlchemyError):
        log.exception("reset link not made")
        return
    if message:
        await to_thread.run_sync(deliver, message)


def get_outbox(request: Request, background: BackgroundTasks) -> InProcess:
    """Return the outbox of a request."""
    return InProcess(background, request.app.state.database)
