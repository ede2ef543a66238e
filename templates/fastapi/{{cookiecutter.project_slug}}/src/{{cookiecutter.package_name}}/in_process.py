"""Send mails in this process."""

from dataclasses import asdict

import structlog

from .auth.messages import Message
from .mail import send_mail

log = structlog.stdlib.get_logger(__name__)


def deliver(message: Message) -> None:
    """Send a mail; a failure is logged, as whoever caused it has long been answered."""
    try:
        send_mail(**asdict(message))
    except (OSError, ValueError):
        log.exception("mail not sent", subject=message.subject)
