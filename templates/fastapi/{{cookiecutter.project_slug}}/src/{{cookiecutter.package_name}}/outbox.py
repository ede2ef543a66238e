"""Send mails in this process, after the answer that they belong to has gone out."""

from typing import Annotated

import structlog
from fastapi import BackgroundTasks, Depends

from .auth.messages import Message
from .mail import send_mail

log = structlog.stdlib.get_logger(__name__)


def deliver(message: Message) -> None:
    """Send a mail; whoever caused it has long been answered, so that a failure is only logged."""
    try:
        send_mail(to=message.to, subject=message.subject, text=message.text)
    except (OSError, ValueError) as error:
        log.error("mail not sent", subject=message.subject, reason=repr(error))  # noqa: TRY400 - a traceback would show the mail


class PostBox:
    """Take the mails of a request."""

    def __init__(self, tasks: BackgroundTasks) -> None:
        """Send after the answer of the request that has these tasks."""
        self.tasks = tasks

    def post(self, message: Message | None) -> None:
        """Take a mail, if there is one."""
        if message:
            self.tasks.add_task(deliver, message)


Outbox = Annotated[PostBox, Depends()]
