"""Every kind of answer has the best grade of Mozilla's HTTP Observatory."""

import httpx
import pytest

from contract.figures import Figure
from contract.observatory import A_PLUS, grade

PATHS = ["/health/live", "/api/v1/users/me", "/nowhere", "/api/v1/docs", "/api/v1/redoc", "/api/v1/openapi.json"]


@pytest.mark.parametrize("path", PATHS)
def test_headers_are_graded_a_plus(site: httpx.Client, path: str, figure: Figure) -> None:
    # Whether HTTPS is insisted on depends on what ends the TLS; `process/` checks the service itself.
    assumed = {"strict-transport-security": "max-age=31536000"}
    answer = site.get(path)
    found = grade(httpx.Response(200, headers=assumed | dict(answer.headers)))
    figure(f"Mozilla Observatory, points of {path}", ">= 100 (A+)", found.points)
    assert found.points >= A_PLUS, found.rules
