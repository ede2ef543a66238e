"""What the attacks have in common: who tries, from where, and how often the service listens."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx

from contract.client import Api, new_password
from contract.crowd import at_once
from contract.mails import Mailbox
from contract.server import Service

LOGIN = "/auth/login"
REFUSED = 429
# The documentation's networks (RFC 5737): nobody's addresses.
_numbers = count(1)


def new_client() -> str:
    """Return an address from which no attack came before."""
    high, low = divmod(next(_numbers), 250)
    return f"198.51.{100 + high}.{low + 1}"


@dataclass(frozen=True, kw_only=True)
class Attacker:
    """Somebody who calls from one address, through a proxy that says so."""

    api: Api
    address: str

    def post(self, path: str, body: dict[str, Any], **fields: str) -> httpx.Response:
        """Post a body from this address."""
        return self.api.anonymous.post(path, json=body, headers={"X-Forwarded-For": self.address, **fields})

    def guess(self, email: str, password: str | None = None) -> httpx.Response:
        """Log in with a pair; without a password, with a wrong one."""
        return self.post(LOGIN, {"email": email, "password": password or new_password()})

    def guesses(self, email: str, times: int) -> list[int]:
        """Guess a password again and again and return the statuses."""
        return [self.guess(email).status_code for _ in range(times)]

    def guesses_at_once(self, email: str, times: int) -> Counter[int]:
        """Guess a password in parallel and count the statuses."""
        return Counter(answer.status_code for answer in at_once(times, lambda: self.guess(email)))


def attackers(service: Service, mailbox: Mailbox) -> Iterator[Attacker]:
    """Yield attackers on a service, each from an address of his own."""
    api = Api(service.base_url, mailbox)
    while True:
        yield Attacker(api=api, address=new_client())


def seconds_to_wait(answer: httpx.Response) -> int:
    """Return what a refusal says of the time to wait."""
    assert answer.status_code == REFUSED, answer.text
    return int(answer.headers["retry-after"])
