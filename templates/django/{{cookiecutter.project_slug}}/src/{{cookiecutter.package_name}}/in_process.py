"""Send mails in this process, off the thread that answers the request."""

from concurrent.futures import Future, ThreadPoolExecutor

import structlog

from .auth.messages import Message
from .outbox import send

log = structlog.stdlib.get_logger(__name__)

# One after the other; the interpreter waits for the last before it ends.
_sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


def send_soon(message: Message) -> Future[None]:
    """Send a mail; nobody has to wait for the mail server."""
    return _sender.submit(try_to_send, message)


def try_to_send(message: Message) -> None:
    """Send a mail, or log why it could not be sent."""
    try:
        send(message)
    except OSError:
        log.exception("mail not sent", subject=message.subject)
