"""A mail server that accepts everything and writes one file a message (RFC 5321)."""

from itertools import count
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Self

ANSWERS = {b"EHLO": b"250 contract", b"DATA": b"354 go on", b"QUIT": b"221 bye"}


class _Conversation(StreamRequestHandler):
    server: "MailSink"

    def handle(self) -> None:
        self._say(b"220 contract")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            self._say(ANSWERS.get(verb, b"250 ok"))
            if verb == b"DATA":
                self.server.keep(self._message())
                self._say(b"250 kept")
            if verb == b"QUIT":
                return

    def _message(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


class MailSink(ThreadingTCPServer):
    """Listen on a free loopback port and keep every message as a file."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        """Keep messages in `folder`."""
        super().__init__(("127.0.0.1", 0), _Conversation)
        self._folder, self._numbers = folder, count()

    @property
    def url(self) -> str:
        """The `MAIL_URL` of this server."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def keep(self, message: bytes) -> None:
        """Write one message down."""
        path = self._folder / f"{next(self._numbers)}.eml"
        path.with_suffix(".part").write_bytes(message)
        path.with_suffix(".part").rename(path)

    def __enter__(self) -> Self:
        """Serve from a thread."""
        Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop serving."""
        self.shutdown()
        self.server_close()
