"""Read the mails that the application sent."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

TOKEN = re.compile(r"token=(\S+)")


class Mailbox:
    """A folder into which the application puts its mails."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self) -> list[EmailMessage]:
        """Return all mails, the oldest first."""
        paths = sorted(self.folder.glob("*.eml"))
        return [
            message_from_bytes(path.read_bytes(), EmailMessage, policy=policy.default)
            for path in paths
        ]

    def clear(self) -> None:
        """Throw all mails away."""
        for path in self.folder.glob("*"):
            path.unlink()

    def subjects(self) -> list[str]:
        """Return the subjects of all mails."""
        return [str(mail["subject"]) for mail in self.read()]

    def token(self) -> str:
        """Return the token in the newest mail."""
        found = TOKEN.search(self.read()[-1].get_content())
        assert found
        return found[1]
