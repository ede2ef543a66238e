from typing import Any

from django.test import TestCase
from rest_framework.test import APIClient

from {{ cookiecutter.package_name }}.auth.models import Session
from {{ cookiecutter.package_name }}.tokens import issue_access_token

V1 = "/api/v1"


class Client(APIClient):
    """A caller of the API, whose transactions count as committed."""

    def request(self, **kwargs: Any) -> Any:  # noqa: ANN401 - as in Django
        with TestCase.captureOnCommitCallbacks(execute=True):
            return super().request(**kwargs)


def with_session(session: Session) -> Client:
    token = issue_access_token(session.user_id, session.pk)
    client = Client(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def field_codes(answer: Any) -> dict[str, str]:  # noqa: ANN401 - what the client returns
    return {error["field"]: error["code"] for error in answer.json()["errors"]}
