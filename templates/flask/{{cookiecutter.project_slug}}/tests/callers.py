"""Call the API as its clients do."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import Authorization
from werkzeug.test import TestResponse

V1 = "/api/v1"


class Client(FlaskClient):
    """Call as a server does, which reads an answer to its end and closes it."""

    token: str | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401 - as its parent has it
        if self.token:
            kwargs.setdefault("auth", Authorization("bearer", token=self.token))
        return super().open(*args, buffered=True, **kwargs)


def fields_of(response: TestResponse) -> dict[str, str]:
    """Return what a 422 finds wrong, as `{field: code}`."""
    assert response.status_code == 422, response.text
    return {error["field"]: error["code"] for error in response.get_json()["errors"]}


def code_of(response: TestResponse) -> tuple[int, str]:
    """Return the status and the code of an error."""
    assert response.content_type == "application/problem+json", response.text
    return response.status_code, response.get_json()["code"]
