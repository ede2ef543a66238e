"""Take the mails of a request, and send them after its answer."""

from typing import Annotated

from fastapi import BackgroundTasks, Depends

from .auth.messages import Message
from .{{ "tasks" if cookiecutter.worker else "in_process" }} import deliver


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
