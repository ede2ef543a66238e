"""Take the mails of a request, and see to it that they go out."""

from typing import Annotated, Protocol

from fastapi import Depends

from .auth.messages import Message
from .{{ "tasks" if cookiecutter.worker else "in_process" }} import get_outbox


class PostBox(Protocol):
    """Take mails; the caller waits neither for a mail server nor for what only owners cause."""

    async def post(self, message: Message) -> None:
        """Take a mail.

        Raises:
            Unavailable: it would be lost.
        """
        ...

    async def post_reset_link(self, email: str) -> None:
        """Take the wish for a link that sets a new password.

        It takes the same time whether there is such an account or not.

        Raises:
            Unavailable: it would be lost.
        """
        ...


Outbox = Annotated[PostBox, Depends(get_outbox)]
