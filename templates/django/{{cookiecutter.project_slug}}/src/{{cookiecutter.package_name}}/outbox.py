"""Send mails in this process, after the response and off its thread."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import structlog
from django.core.mail import EmailMessage
from django.db import transaction

from .auth.messages import Message

log = structlog.stdlib.get_logger(__name__)

# One after the other; the interpreter waits for the last before it ends.
_sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="outbox")


def post(message: Message) -> None:
    """Hand a mail over; it is sent once the transaction is committed, if it is."""
    transaction.on_commit(partial(_sender.submit, send, message))


def send(message: Message) -> None:
    """Send a mail, or log why it could not be sent."""
    try:
        EmailMessage(message.subject, message.text, to=[message.to]).send()
    except Exception:
        log.exception("mail not sent")


def wait_until_empty() -> None:
    """Wait until all that was handed over is sent."""
    _sender.submit(lambda: None).result()
