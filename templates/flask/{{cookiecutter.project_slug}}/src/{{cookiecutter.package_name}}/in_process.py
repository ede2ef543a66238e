"""Send mails from threads of this process, while it answers further requests."""

import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from threading import BoundedSemaphore
from typing import Any

import structlog
from flask import Flask

from .auth.messages import Message
from .auth.password_services import forgot_password
from .db import get_session
from .delays import random_delay
from .errors import Unavailable
from .mail import send_mail

THREADS = 2
# What waits is in memory: where the mail server is slow, callers are asked to come again.
PLACES = 1000

log = structlog.stdlib.get_logger(__name__)


class InProcess:
    """Take mails; the interpreter does not end before they are sent.

    Attributes:
        executor: does the work.
    """

    def __init__(self, app: Flask) -> None:
        """Work for an application; threads start with the first mail."""
        self.app = app
        self.executor: Executor = ThreadPoolExecutor(THREADS, thread_name_prefix="mail")
        self.places = BoundedSemaphore(PLACES)

    def post(self, message: Message) -> None:
        """Take a mail.

        Raises:
            Unavailable: too many wait already.
        """
        self.do_soon(deliver, message)

    def post_reset_link(self, email: str) -> None:
        """Take the wish for a link that sets a new password.

        Raises:
            Unavailable: too many wait already.
        """
        self.do_soon(mail_reset_link, email)

    def do_soon(self, job: Callable[..., object], *args: object) -> None:
        """Leave a job to a thread.

        Raises:
            Unavailable: too many wait already.
        """
        if not self.places.acquire(blocking=False):
            raise Unavailable
        context = structlog.contextvars.get_contextvars()
        due = time.monotonic() + random_delay()
        done = self.executor.submit(self.do, context, due, partial(job, *args))
        done.add_done_callback(lambda _: self.places.release())

    def do(self, context: dict[str, Any], due: float, job: Callable[[], object]) -> None:
        """Do a job when it is due; log a failure, as whoever caused it has long been answered."""
        time.sleep(max(0, due - time.monotonic()))
        with structlog.contextvars.bound_contextvars(**context), self.app.app_context():
            try:
                job()
            except Exception:
                log.exception("mail not sent")


def deliver(message: Message) -> None:
    """Send a mail."""
    send_mail(**asdict(message))


def mail_reset_link(email: str) -> None:
    """Look an account up and mail it a link that sets a new password."""
    message = forgot_password(session=get_session(), email=email)
    if message:
        deliver(message)


def install_outbox(app: Flask) -> None:
    """Give an application an outbox."""
    app.extensions["outbox"] = InProcess(app)
