import json

import pytest
from prometheus_client import REGISTRY

from {{ cookiecutter.package_name }}.refusals import refuse


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "bad-request"),
        (414, "uri-too-long"),
        (431, "request-header-fields-too-large"),
        (505, "http-version-not-supported"),
    ],
)
def test_refusal_is_a_problem(status: int, code: str) -> None:
    headers, body = refuse(status, client="192.0.2.1", production=False)
    problem = json.loads(body)
    assert (problem["status"], problem["code"]) == (status, code)
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["Content-Length"] == str(len(body))
    assert headers["X-Request-ID"] == problem["request_id"]


def test_refusal_has_the_headers() -> None:
    headers, _ = refuse(400, client="192.0.2.1", production=True)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert headers["Connection"] == "close"


def test_refusal_is_counted() -> None:
    labels = {"method": "other", "route": "unmatched", "status": "431"}
    before = REGISTRY.get_sample_value("http_requests_total", labels) or 0
    refuse(431, client="192.0.2.1", production=False)
    assert REGISTRY.get_sample_value("http_requests_total", labels) == before + 1
