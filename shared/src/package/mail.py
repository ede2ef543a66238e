"""Send mails to where `MAIL_URL` points: a server, a folder, or the terminal."""

import smtplib
import ssl
import sys
from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import formatdate, make_msgid
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from .ids import new_id
from .settings import get_settings

TIMEOUT = 10  # seconds


def send_mail(*, to: str, subject: str, text: str) -> None:
    """Send one mail.

    Raises:
        OSError: the server or the folder does not take it (`smtplib.SMTPException` is one).
    """
    settings = get_settings()
    message = compose(sender=settings.mail_from, to=to, subject=subject, text=text)
    url = urlsplit(settings.mail_url)
    {"console": print_mail, "file": write_mail}.get(url.scheme, deliver)(message, url)


def compose(*, sender: str, to: str, subject: str, text: str) -> EmailMessage:
    """Write a mail of plain text (RFC 5322)."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = with_ascii_domain(to)
    message["Subject"] = subject
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].rstrip(">"))
    message.set_content(text)
    return message


def with_ascii_domain(address: str) -> str:
    """Write the domain of an address as mail servers look it up (RFC 5891)."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def print_mail(message: EmailMessage, url: SplitResult) -> None:
    """Show a mail in the terminal of a developer."""
    del url
    sys.stdout.write(f"{message.as_string()}\n")


def write_mail(message: EmailMessage, url: SplitResult) -> None:
    """Put a mail into a folder, as a file that only appears when it is whole."""
    folder = Path(unquote(url.path))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{new_id()}.eml"
    draft = path.with_suffix(".draft")
    draft.write_bytes(message.as_bytes(policy=SMTPUTF8))
    draft.rename(path)


def deliver(message: EmailMessage, url: SplitResult) -> None:
    """Hand a mail to an SMTP server: encrypted, or on `smtp:` where the server offers it."""
    context = ssl.create_default_context()
    with connect(url, context) as server:
        server.ehlo()
        if url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


def connect(url: SplitResult, context: ssl.SSLContext) -> smtplib.SMTP:
    """Connect to the SMTP server of a URL."""
    host = url.hostname or "localhost"
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT, context=context)
    return smtplib.SMTP(host, url.port or 587, timeout=TIMEOUT)
