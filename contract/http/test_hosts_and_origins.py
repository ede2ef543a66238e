"""Which hosts the service answers to, and which origins may read its answers."""

import httpx
import pytest

from contract.client import Api, Session
from contract.problems import check_problem

EVIL = "https://evil.example"


@pytest.mark.parametrize("host", ["evil.example", "contract.example.evil.example", "127.0.0.1.evil.example", "[::2]"])
def test_unknown_host_is_400(api: Api, host: str) -> None:
    check_problem(api.anonymous.get("/users/me", headers={"Host": host}), 400)


def test_unknown_host_reaches_no_docs(site: httpx.Client) -> None:
    check_problem(site.get("/api/v1/docs", headers={"Host": "evil.example"}), 400)


def test_forwarded_host_is_ignored(alice: Session) -> None:
    headers = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    assert alice.http.get("/users/me", headers=headers).status_code == 200


@pytest.mark.parametrize("origin", [EVIL, "null"])
def test_foreign_origin_reads_nothing(alice: Session, origin: str) -> None:
    answer = alice.http.get("/users/me", headers={"Origin": origin})
    assert "access-control-allow-origin" not in answer.headers


def test_preflight_for_unknown_host_is_400(api: Api) -> None:
    headers = {"Host": "evil.example", "Origin": EVIL, "Access-Control-Request-Method": "POST"}
    check_problem(api.anonymous.options("/auth/login", headers=headers), 400)


def test_foreign_preflight_allows_nothing(api: Api) -> None:
    headers = {"Origin": EVIL, "Access-Control-Request-Method": "POST"}
    answer = api.anonymous.options("/auth/login", headers=headers)
    assert "access-control-allow-origin" not in answer.headers
