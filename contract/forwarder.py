"""A TCP forwarder that takes a database away and brings it back.

Switched off it refuses connections, as a host without a server does. Frozen it accepts them and swallows
every byte, as a server that hangs does. Unreachable it answers no attempt to connect, as no host does.
"""

import socket
from contextlib import suppress
from threading import Lock, Thread
from typing import Self

CHUNK_BYTES = 65536
QUEUE_LENGTH = 4


class Forwarder:
    """Forward connections from a free loopback port to a server, while switched on."""

    def __init__(self, host: str, port: int) -> None:
        """Choose a port for the server at `host` and `port`; nothing listens until `switch_on`."""
        self._server = (host, port)
        self._listener: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        self._frozen = False
        self.port = 0

    def __enter__(self) -> Self:
        """Switch on."""
        self.switch_on()
        return self

    def __exit__(self, *_: object) -> None:
        """Switch off."""
        self.switch_off()

    def switch_on(self) -> None:
        """Accept connections, on the same port as before."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def switch_off(self) -> None:
        """Refuse new connections and cut the open ones."""
        if self._listener is not None:
            _cut(self._listener)
            self._listener = None
        with self._lock:
            connections, self._open = self._open, set()
        for connection in connections:
            _cut(connection)

    def freeze(self) -> None:
        """Accept connections, but let nothing through, not even on the open ones."""
        self._frozen = True

    def thaw(self) -> None:
        """Cut what was frozen, whose bytes are lost, and let new connections through."""
        self.switch_off()
        self._frozen = False
        self.switch_on()

    def be_unreachable(self) -> None:
        """Cut the open connections, and leave each new attempt without an answer.

        A full queue of connections that nobody accepts makes Linux drop further attempts.
        """
        self.switch_off()
        listener = socket.create_server(("127.0.0.1", self.port), backlog=0)
        self._listener = listener
        for _ in range(QUEUE_LENGTH):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", self.port))
            self._open.add(filler)

    def _accept(self, listener: socket.socket) -> None:
        while listener is self._listener:
            with suppress(OSError):
                self._join(listener.accept()[0])

    def _join(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(self._server)
        except OSError:
            _cut(client)
            return
        with self._lock:
            self._open |= {client, server}
        Thread(target=self._pump, args=(client, server), daemon=True).start()
        Thread(target=self._pump, args=(server, client), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while chunk := source.recv(CHUNK_BYTES):
                if not self._frozen:
                    sink.sendall(chunk)
        with self._lock:
            self._open -= {source, sink}
        _cut(source)
        _cut(sink)


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
