"""End a worker without losing a request."""

import asyncio
import socket

from uvicorn import Server

DRAIN_SECONDS = 0.5


class DrainingServer(Server):
    """Tell clients to connect anew before their connections are closed."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept nobody more, answer those who are here with `Connection: close`, then end.

        A connection that was just accepted looks idle until its request arrives; closing it at
        once would lose that request.
        """
        for server in self.servers:
            server.close()
        await asyncio.sleep(DRAIN_SECONDS)
        await super().shutdown(sockets)
