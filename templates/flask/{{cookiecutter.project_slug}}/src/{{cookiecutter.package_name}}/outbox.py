"""Take the mails of a request, and see to it that they go out; `wiring` says how."""

from typing import Protocol

from flask import current_app

from .auth.messages import Message


class Outbox(Protocol):
    """Take mails; the caller waits neither for a mail server nor for what only owners cause."""

    def post(self, message: Message) -> None:
        """Take a mail.

        Raises:
            Unavailable: it would be lost.
        """

    def post_reset_link(self, email: str) -> None:
        """Take the wish for a link that sets a new password.

        It takes the same time whether there is such an account or not.

        Raises:
            Unavailable: it would be lost.
        """


def get_outbox() -> Outbox:
    """Return the outbox of the current application."""
    outbox: Outbox = current_app.extensions["outbox"]
    return outbox
