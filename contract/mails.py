"""Reading the mails that the service under test sends: files of one or more messages in a folder."""

import re
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

LINK = re.compile(r"\S*/(?P<page>[a-z-]+)\?token=(?P<token>[A-Za-z0-9_-]+)")
# What Django writes behind each message; processes that choose the same name append to one file.
DASHES = re.compile(rb"\n-{70,}\s*")


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One message: its subject, its text, and when it was written."""

    subject: str
    text: str
    written: int

    def token(self, page: str) -> str | None:
        """Return the token of the link to `page` (`verify-email`, `reset-password`), if any."""
        tokens = [link["token"] for link in LINK.finditer(self.text) if link["page"] == page]
        return tokens[-1] if tokens else None


class Mailbox:
    """The folder into which a service writes its mails."""

    def __init__(self, folder: Path) -> None:
        """Read mails from `folder`, which may be made later than this object."""
        self.folder = folder
        self._read: dict[tuple[Path, int, int], list[tuple[str, Mail]]] = {}

    def sent_to(self, address: str) -> list[Mail]:
        """Return the mails to one address, the oldest first."""
        found = [one for path in self.folder.glob("*") for one in self._load(path)]
        mails = [mail for recipients, mail in found if address.casefold() in recipients.casefold()]
        return sorted(mails, key=lambda mail: mail.written)

    def wait_for(self, address: str, *, count: int = 1, seconds: float = 10) -> list[Mail]:
        """Wait until an address has at least `count` mails and return them all."""
        deadline = time.monotonic() + seconds
        while len(mails := self.sent_to(address)) < count:
            assert time.monotonic() < deadline, f"{len(mails)} of {count} mails to {address}"
            time.sleep(0.02)
        return mails

    def wait_for_token(self, address: str, page: str, *, seconds: float = 10) -> str:
        """Wait for a mail with a link to `page` and return the newest token."""
        deadline = time.monotonic() + seconds
        while True:
            tokens = [mail.token(page) for mail in self.sent_to(address)]
            if found := [token for token in tokens if token]:
                return found[-1]
            assert time.monotonic() < deadline, f"no {page} link for {address} in {self.folder}"
            time.sleep(0.02)

    def _load(self, path: Path) -> list[tuple[str, Mail]]:
        try:
            stat = path.stat()
            key = (path, stat.st_mtime_ns, stat.st_size)
            if key not in self._read:
                messages = filter(bytes.strip, DASHES.split(path.read_bytes()))
                self._read[key] = [_parse(raw, stat.st_mtime_ns) for raw in messages]
            return self._read[key]
        except (FileNotFoundError, IsADirectoryError):  # a draft that was renamed meanwhile
            return []


def _parse(raw: bytes, written: int) -> tuple[str, Mail]:
    message = message_from_bytes(raw, EmailMessage, policy=policy.default)
    bodies = [part.get_content() for part in message.walk() if part.get_content_type() == "text/plain"]
    mail = Mail(subject=str(message["subject"]), text="\n".join(bodies), written=written)
    return str(message["to"]), mail
