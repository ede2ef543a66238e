"""Derive Django's mailer from `MAIL_URL`."""

from typing import Any
from urllib.parse import unquote, urlsplit

TIMEOUT = 10  # seconds


def mailer_from_url(mail_url: str) -> dict[str, Any]:
    """Describe the terminal (`console:`), a folder (`file:DIR`) or a server as a mailer."""
    url = urlsplit(mail_url)
    if url.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if url.scheme == "file":
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": unquote(url.path)},
        }
    options = {
        "host": url.hostname,
        "port": url.port,
        "username": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "use_ssl": url.scheme == "smtps",
        # A password never goes out unencrypted
        "use_tls": url.scheme == "smtp" and bool(url.username),
        "timeout": TIMEOUT,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
