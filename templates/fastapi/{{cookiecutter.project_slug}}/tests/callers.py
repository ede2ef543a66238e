"""Call the API as its clients do."""

import httpx
from fastapi import FastAPI

V1 = "/api/v1"


class Client(httpx.AsyncClient):
    """Call an application in this process."""

    def __init__(
        self, app: FastAPI, token: str | None = None, *, address: str = "192.0.2.1"
    ) -> None:
        transport = httpx.ASGITransport(app, client=(address, 50_000))
        super().__init__(transport=transport, base_url="http://localhost")
        if token:
            self.use_token(token)

    def use_token(self, token: str) -> None:
        """Call as the user whose token this is."""
        self.headers["Authorization"] = f"Bearer {token}"


def fields_of(response: httpx.Response) -> dict[str, str]:
    """Return what a 422 finds wrong, as `{field: code}`."""
    assert response.status_code == 422, response.text
    return {error["field"]: error["code"] for error in response.json()["errors"]}


def code_of(response: httpx.Response) -> tuple[int, str]:
    """Return the status and the code of an error."""
    assert response.headers["Content-Type"] == "application/problem+json", response.text
    return response.status_code, response.json()["code"]
