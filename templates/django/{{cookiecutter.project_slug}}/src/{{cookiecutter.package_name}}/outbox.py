"""Take the mails that services write."""

from dataclasses import asdict
from functools import partial

from django.core.mail import EmailMessage
from django.db import transaction

from .auth.messages import Message
from .background import run_soon


def post(message: Message) -> None:
    """Hand a mail over; it goes out once the transaction is committed, if it is.

    Raises:
        Unavailable: the transaction is committed, but nobody takes the mail.
    """
    transaction.on_commit(partial(run_soon, "send_mail", **asdict(message)))


def send(message: Message) -> None:
    """Send a mail at once.

    Raises:
        OSError: the server or the folder does not take it (`smtplib.SMTPException` is one).
    """
    EmailMessage(message.subject, message.text, to=[message.to]).send()


def send_mail(**message: str) -> None:
    """Send a mail at once, as a job.

    Raises:
        OSError: the server or the folder does not take it.
    """
    send(Message(**message))
