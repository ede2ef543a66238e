"""A server that throttles, behind a proxy that it trusts, and those who attack it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from contract.client import Api, Session
from contract.mails import Mailbox
from contract.own_servers import Start, launcher, waiting
from contract.server import Service

from .attacks import Attacker, attackers

LIMIT = 3
CLIENT_LIMIT = 3 * LIMIT


@pytest.fixture(scope="session")
def serve_session(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Start servers that all modules share."""
    with launcher(service, tmp_path_factory.mktemp("servers")) as start:
        yield waiting(start)


@pytest.fixture(scope="session")
def throttled(serve_session: Start) -> Service:
    """Start a server that takes three attempts a minute, and the word of this machine's proxies."""
    return serve_session(
        THROTTLE_PER_MINUTE=str(LIMIT), THROTTLE_PER_HOUR="0", TRUSTED_PROXIES="127.0.0.0/8", WEB_CONCURRENCY="2"
    )


@pytest.fixture(scope="session")
def newcomers(throttled: Service, mailbox: Mailbox) -> Iterator[Attacker]:
    """Yield attackers on that server, as many as are wanted."""
    return attackers(throttled, mailbox)


@dataclass(frozen=True, kw_only=True)
class Locked:
    """An account at whose password somebody guessed too often, and when that began."""

    owner: Session
    attacker: Attacker
    began: float


@pytest.fixture(scope="session", autouse=True)
def locked(api: Api, newcomers: Iterator[Attacker]) -> Locked:
    """Lock an account before anything else is checked, so that the minute passes meanwhile."""
    owner, attacker, began = api.register_and_login(), next(newcomers), time.monotonic()
    assert attacker.guesses(owner.email, LIMIT + 1)[-1] == 429
    return Locked(owner=owner, attacker=attacker, began=began)


@pytest.fixture
def mallory(newcomers: Iterator[Attacker]) -> Attacker:
    """Return somebody who has not attacked yet."""
    return next(newcomers)


@pytest.fixture
def trudy(newcomers: Iterator[Attacker]) -> Attacker:
    """Return somebody else who has not attacked yet."""
    return next(newcomers)
