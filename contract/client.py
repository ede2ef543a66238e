"""A small API client: callers, accounts, and answers that are checked as they arrive."""

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from .headers import check_headers
from .mails import Mailbox
from .problems import check_problem

V1 = "/api/v1"
TIMEOUT_SECONDS = 20

_open_clients: list[httpx.Client] = []


def new_email() -> str:
    """Return an address that no earlier run has used."""
    return f"user-{uuid4().hex[:16]}@example.com"


def new_password() -> str:
    """Return a strong password of 24 characters."""
    return f"Pw1-{secrets.token_hex(10)}"


def check_answer(response: httpx.Response) -> None:
    """Assert what holds for every answer: headers, no 5xx but 503, well-formed errors."""
    response.read()
    check_headers(response)
    status = response.status_code
    assert status < 500 or status == 503, f"{response.request.method} {response.url}: {status}"
    if status >= 400 and response.request.method != "HEAD":
        check_problem(response)


def connect(base_url: str, *, token: str | None = None) -> httpx.Client:
    """Return an HTTP client whose every answer is checked; `token` is sent as bearer."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    client = httpx.Client(
        base_url=base_url,
        headers=headers,
        timeout=TIMEOUT_SECONDS,
        # Certificates are read for each client, which takes longer than most requests
        verify=base_url.startswith("https:"),
        event_hooks={"response": [check_answer]},
    )
    _open_clients.append(client)
    return client


def close_all() -> None:
    """Close every client that `connect` made."""
    while _open_clients:
        _open_clients.pop().close()


@dataclass(kw_only=True)
class Session:
    """One login of one account: its tokens and a client that sends them."""

    email: str
    password: str
    access_token: str
    refresh_token: str
    http: httpx.Client = field(repr=False)

    @property
    def id(self) -> str:
        """The account's id."""
        return str(self.me()["id"])

    def me(self) -> dict[str, Any]:
        """Return the caller's own account."""
        response = self.http.get("/users/me")
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        return body


class Api:
    """The service under test, as its clients use it."""

    def __init__(self, base_url: str, mailbox: Mailbox) -> None:
        """Speak to the service at `base_url`, whose mails land in `mailbox`."""
        self.base_url = base_url.rstrip("/")
        self.mailbox = mailbox
        self.anonymous = connect(self.base_url + V1)

    def bearer(self, token: str) -> httpx.Client:
        """Return a client that sends `token`."""
        return connect(self.base_url + V1, token=token)

    def register(self, email: str, password: str, **fields: object) -> httpx.Response:
        """Register an account; the mail goes out."""
        body = {"email": email, "password": password, **fields}
        return self.anonymous.post("/auth/register", json=body)

    def verify(self, email: str) -> None:
        """Follow the newest verification link that was mailed to `email`."""
        token = self.mailbox.wait_for_token(email, "verify-email")
        response = self.anonymous.post("/auth/verify-email", json={"token": token})
        assert response.status_code == 204, response.text

    def register_verified(self, password: str | None = None, **fields: object) -> tuple[str, str]:
        """Make a verified account and return its address and password."""
        email, password = new_email(), password or new_password()
        assert self.register(email, password, **fields).status_code == 202
        self.verify(email)
        return email, password

    def try_login(self, email: str, password: str) -> httpx.Response:
        """Post a pair to the login and return the answer, whatever it is."""
        return self.anonymous.post("/auth/login", json={"email": email, "password": password})

    def login(self, email: str, password: str) -> Session:
        """Log in; the pair must be right."""
        response = self.try_login(email, password)
        assert response.status_code == 200, response.text
        access, refresh = response.json()["access_token"], response.json()["refresh_token"]
        return Session(
            email=email,
            password=password,
            access_token=access,
            refresh_token=refresh,
            http=self.bearer(access),
        )

    def register_and_login(self, **fields: object) -> Session:
        """Make a verified account and log in with it."""
        return self.login(*self.register_verified(**fields))  # type: ignore[arg-type]  # fields are JSON values

    def refresh(self, refresh_token: str) -> httpx.Response:
        """Exchange a refresh token."""
        return self.anonymous.post("/auth/refresh", json={"refresh_token": refresh_token})

    def forgotten_password_token(self, email: str) -> str:
        """Ask for a password reset and return the mailed token."""
        answer = self.anonymous.post("/auth/forgot-password", json={"email": email})
        assert answer.status_code == 202, answer.text
        return self.mailbox.wait_for_token(email, "reset-password")


def pages(client: httpx.Client, path: str, **query: Any) -> Iterator[list[dict[str, Any]]]:  # noqa: ANN401  (query values are of any JSON type)
    """Yield the items of each page of a list, following the cursors to the end."""
    cursor: str | None = None
    while True:
        answer = client.get(path, params={**query, **({"cursor": cursor} if cursor else {})})
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert body.keys() == {"items", "next"}, body.keys()
        yield body["items"]
        if body["next"] is None:
            return
        assert body["next"] != cursor, "the cursor does not move"
        cursor = body["next"]


def items(client: httpx.Client, path: str, **query: Any) -> list[dict[str, Any]]:  # noqa: ANN401  (query values are of any JSON type)
    """Return all items of a list, page by page."""
    return [item for page in pages(client, path, **query) for item in page]


def eventually(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Wait until `condition()` holds; fail with `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.1)
