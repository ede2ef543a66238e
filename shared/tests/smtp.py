"""Take mails like a mail server (RFC 5321), as far as tests need it."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

REPLIES = {"EHLO": "250-test\r\n250 AUTH PLAIN", "AUTH": "235 ok", "QUIT": "221 bye"}


class Session(socketserver.StreamRequestHandler):
    """Speak with one client and keep what it says."""

    server: "Server"

    def handle(self) -> None:
        """Answer each command, and take the mail after DATA."""
        self.reply("220 test")
        while line := self.rfile.readline():
            text = line.decode().strip()
            self.server.heard.append(text)
            verb = text.partition(" ")[0].upper()
            if verb == "DATA":
                self.take_mail()
            else:
                self.reply(REPLIES.get(verb, "250 ok"))
            if verb == "QUIT":
                return

    def take_mail(self) -> None:
        """Read a mail to the line with the single dot."""
        self.reply("354 go on")
        while (line := self.rfile.readline()) != b".\r\n":
            self.server.heard.append(line.decode().rstrip())
        self.reply("250 taken")

    def reply(self, text: str) -> None:
        """Send a line."""
        self.wfile.write(f"{text}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    """Listen on a free port of this machine.

    Attributes:
        heard: every line that clients sent.
    """

    daemon_threads = True

    def __init__(self) -> None:
        """Start listening."""
        super().__init__(("127.0.0.1", 0), Session)
        self.heard: list[str] = []

    @property
    def address(self) -> str:
        """Return host and port."""
        return f"127.0.0.1:{self.server_address[1]}"


@contextmanager
def smtp_server() -> Iterator[Server]:
    """Serve for the length of a `with` block."""
    with Server() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        try:
            yield server
        finally:
            server.shutdown()
