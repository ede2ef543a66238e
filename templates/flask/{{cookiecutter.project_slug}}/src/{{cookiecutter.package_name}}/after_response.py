"""Send mails once the answer is out, so that neither its time nor its status depends on them."""

from dataclasses import asdict

import structlog
from flask import Response, after_this_request, has_request_context

from .auth.messages import Message
from .mail import send_mail

log = structlog.stdlib.get_logger(__name__)


def send_after_response(message: Message) -> None:
    """Send a mail when the present answer has gone out, or at once outside of a request."""
    if not has_request_context():
        deliver(message)
        return

    @after_this_request
    def attach(response: Response) -> Response:
        response.call_on_close(lambda: deliver(message))
        return response


def deliver(message: Message) -> None:
    """Send a mail; a failure is logged, as nobody waits for the outcome."""
    try:
        send_mail(**asdict(message))
    except (OSError, ValueError):
        log.exception("mail not sent", subject=message.subject)
