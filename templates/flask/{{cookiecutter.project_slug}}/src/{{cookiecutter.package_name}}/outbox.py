"""Take the mails that services write; how they go out is wired up in one place."""

from flask import current_app

from .auth.messages import Message


def send(message: Message) -> None:
    """Send a mail soon; the caller need not wait for the mail server."""
    current_app.extensions["outbox"](message)
