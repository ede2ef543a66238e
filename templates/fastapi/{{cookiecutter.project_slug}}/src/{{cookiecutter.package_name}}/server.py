"""Serve HTTP as this service wants it: problem documents for all errors, and no lost request."""

import asyncio
import os
import socket
import sys

import h11
from gunicorn.arbiter import Arbiter
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn_worker import UvicornWorker  # type: ignore[import-untyped]  # ships no types

from .refusals import refuse
from .settings import get_settings

DRAIN_SECONDS = 0.5
# For the request line and all headers together
HEAD_BYTES = 65_536
LINE_BYTES = 8190
BAD_REQUEST, URI_TOO_LONG, HEADERS_TOO_LARGE = 400, 414, 431


class DrainingServer(Server):
    """Tell clients to connect anew before their connections are closed.

    It ends with the process that started it, as nobody else would ever end it.
    """

    def __init__(self, config: Config, *, parent: int) -> None:
        """Remember whose child this is, who may have died while the application was imported."""
        super().__init__(config)
        self.parent = parent

    async def on_tick(self, counter: int) -> bool:
        """Tell, ten times a second, whether it is time to end."""
        return await super().on_tick(counter) or os.getppid() != self.parent

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept nobody more, answer those who are here with `Connection: close`, then end.

        A connection that was just accepted looks idle until its request arrives; closing it at
        once would lose that request.
        """
        for server in self.servers:
            server.close()
        await asyncio.sleep(DRAIN_SECONDS)
        await super().shutdown(sockets)


class ProblemProtocol(H11Protocol):
    """Refuse what is no HTTP with a problem document."""

    def send_400_response(self, msg: str) -> None:
        """Answer, and hang up."""
        del msg
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            self.send_refusal(self.status_of(sys.exception()))
        self.transport.close()

    def status_of(self, error: BaseException | None) -> int:
        """Say what is wrong, as far as the parser knows."""
        status: int = getattr(error, "error_status_hint", BAD_REQUEST)
        if status == HEADERS_TOO_LARGE and b"\n" not in self.conn.trailing_data[0][:LINE_BYTES]:
            return URI_TOO_LONG
        return status

    def send_refusal(self, status: int) -> None:
        """Write the answer."""
        client = self.client[0] if self.client else ""
        production = get_settings().app_env == "production"
        headers, body = refuse(status, client=client, production=production)
        fields = [(name.encode(), value.encode()) for name, value in headers.items()]
        events = (
            h11.Response(status_code=status, headers=self.server_state.default_headers + fields),
            h11.Data(body),
            h11.EndOfMessage(),
        )
        for event in events:
            self.transport.write(self.conn.send(event) or b"")


class QuietUvicornWorker(UvicornWorker):  # type: ignore[misc]  # ships no types
    """Serve ASGI, naming neither the server nor its version, and end without losing a request."""

    CONFIG_KWARGS = UvicornWorker.CONFIG_KWARGS | {
        "http": ProblemProtocol,
        "h11_max_incomplete_event_size": HEAD_BYTES,
        "server_header": False,
        # The application itself reads what proxies say
        "proxy_headers": False,
    }

    async def _serve(self) -> None:
        self.config.app = self.wsgi
        server = DrainingServer(self.config, parent=self.ppid)
        self._install_sigquit_handler()
        await server.serve(self.sockets)
        if not server.started:
            sys.exit(Arbiter.WORKER_BOOT_ERROR)
