"""Health endpoints, as probes call them."""

import httpx
import pytest

from contract.problems import check_problem

PATHS = ["/health/live", "/health/ready"]


@pytest.mark.parametrize("path", PATHS)
def test_health_is_200(site: httpx.Client, path: str) -> None:
    assert site.get(path).status_code == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", ["10.0.0.7:8000", "evil.example", "localhost"])
def test_probes_use_any_host(site: httpx.Client, path: str, host: str) -> None:
    assert site.get(path, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_probes_accept_anything(site: httpx.Client, path: str) -> None:
    assert site.get(path, headers={"Accept": "text/plain"}).status_code == 200


def test_metrics_are_not_public(site: httpx.Client) -> None:
    check_problem(site.get("/metrics"), 404)
