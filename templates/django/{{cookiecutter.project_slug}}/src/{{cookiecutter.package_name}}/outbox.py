"""Take the mails that services write; `settings.OUTBOX` says how they go out."""

from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.module_loading import import_string

from .auth.messages import Message


def post(message: Message) -> None:
    """Hand a mail over; it goes out once the transaction is committed, if it is."""
    transaction.on_commit(partial(import_string(settings.OUTBOX), message))


def send(message: Message) -> None:
    """Send a mail at once.

    Raises:
        OSError: the server or the folder does not take it (`smtplib.SMTPException` is one).
    """
    EmailMessage(message.subject, message.text, to=[message.to]).send()
