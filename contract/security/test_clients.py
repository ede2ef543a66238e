"""Who calls: the connection's other end, or whom a trusted proxy names; nobody can pretend."""

import httpx
import pytest

from contract.client import Api, eventually, new_email, new_password
from contract.mails import Mailbox
from contract.own_servers import Start
from contract.server import Service

from .attacks import REFUSED, new_client
from .conftest import CLIENT_LIMIT, LIMIT

LOGGED = {
    "": "127.0.0.1",
    "198.51.100.7": "198.51.100.7",
    "192.0.2.66, 198.51.100.7": "198.51.100.7",
    "192.0.2.66, 198.51.100.7, 127.0.0.9": "198.51.100.7",
    "::ffff:198.51.100.7": "198.51.100.7",
    "198.51.100.7, nonsense": "127.0.0.1",
    "nonsense, 198.51.100.7": "198.51.100.7",
    "2001:db8::7": "2001:db8::7",
}


@pytest.fixture(scope="module")
def exposed(serve_module: Start) -> Service:
    """Start a server that no proxy stands before."""
    return serve_module(THROTTLE_PER_MINUTE=str(LIMIT), THROTTLE_PER_HOUR="0", TRUSTED_PROXIES="192.0.2.0/24")


def client_in_log(service: Service, forwarded: str) -> object:
    request_id = new_password()
    headers = {"X-Request-ID": request_id} | ({"X-Forwarded-For": forwarded} if forwarded else {})
    httpx.get(f"{service.base_url}/health/live", headers=headers)

    def found() -> list[object]:
        events = [event for event in service.events() if event.get("request_id") == request_id]
        return [event.get("client") for event in events if "status" in event]

    eventually(lambda: bool(found()), seconds=5, what="a log line")
    return found()[0]


@pytest.mark.parametrize("forwarded", LOGGED)
def test_trusted_proxy_names_the_client(throttled: Service, forwarded: str) -> None:
    assert client_in_log(throttled, forwarded) == LOGGED[forwarded]


@pytest.mark.parametrize("forwarded", LOGGED)
def test_stranger_names_nobody(exposed: Service, forwarded: str) -> None:
    assert client_in_log(exposed, forwarded) == "127.0.0.1"


def statuses(service: Service, mailbox: Mailbox, forwarded: list[str]) -> list[int]:
    """Log in with unknown addresses, each time with another `X-Forwarded-For`."""
    api = Api(service.base_url, mailbox)
    return [
        api.anonymous.post(
            "/auth/login",
            json={"email": new_email(), "password": new_password()},
            headers=[("X-Forwarded-For", line) for line in lines.split("|")],
        ).status_code
        for lines in forwarded
    ]


def test_pretended_clients_are_one(exposed: Service, mailbox: Mailbox) -> None:
    pretended = [new_client() for _ in range(CLIENT_LIMIT + 2)]
    assert statuses(exposed, mailbox, pretended)[-2:] == [REFUSED] * 2


@pytest.mark.parametrize("pattern", ["{}, 203.0.113.7", "{}|203.0.113.8", "{}, 203.0.113.9, 127.0.0.1"])
def test_pretended_hops_are_ignored(throttled: Service, mailbox: Mailbox, pattern: str) -> None:
    pretended = [pattern.format(new_client()) for _ in range(CLIENT_LIMIT + 1)]
    assert statuses(throttled, mailbox, pretended) == [401] * CLIENT_LIMIT + [REFUSED]
