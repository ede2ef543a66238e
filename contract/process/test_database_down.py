"""Section 4: a database that is not there yet, goes away, and comes back."""

import time
from collections.abc import Callable

import httpx
import pytest

from contract.client import Session, eventually
from contract.forwarder import Forwarder
from contract.own_servers import Start
from contract.problems import check_problem
from contract.server import Service

pytestmark = pytest.mark.postgresql

RECOVERY_SECONDS = 10
Link = tuple[Forwarder, str]


def status(service: Service, path: str) -> int:
    return httpx.get(service.base_url + path, timeout=10).status_code


def is_ready(service: Service) -> bool:
    return status(service, "/health/ready") == 200


def test_start_without_database_serves(serve: Start, database_link: Link) -> None:
    service = serve(DATABASE_URL=database_link[1])
    assert status(service, "/health/live") == 200
    answer = httpx.get(f"{service.base_url}/health/ready", timeout=10)
    check_problem(answer, 503)
    assert "database" in answer.text


def test_start_without_database_recovers(
    serve: Start, database_link: Link, login_at: Callable[[Service], Session]
) -> None:
    forwarder, url = database_link
    service = serve(DATABASE_URL=url)
    assert not is_ready(service)
    forwarder.switch_on()
    eventually(lambda: is_ready(service), seconds=RECOVERY_SECONDS, what="readiness")
    assert login_at(service).me()["role"] == "admin"


def test_lost_database_is_503(serve: Start, database_link: Link, login_at: Callable[[Service], Session]) -> None:
    forwarder, url = database_link
    forwarder.switch_on()
    service = serve(DATABASE_URL=url)
    session = login_at(service)
    forwarder.switch_off()
    for _ in range(6):
        began = time.monotonic()
        check_problem(session.http.get("/users/me"), 503)
        assert time.monotonic() - began < 5
    assert status(service, "/health/ready") == 503
    assert status(service, "/health/live") == 200


def test_returned_database_costs_no_request(
    serve: Start, database_link: Link, login_at: Callable[[Service], Session]
) -> None:
    forwarder, url = database_link
    forwarder.switch_on()
    service = serve(DATABASE_URL=url)
    session = login_at(service)
    for _ in range(20):
        session.me()
    forwarder.switch_off()
    session.http.get("/users/me")
    forwarder.switch_on()
    eventually(lambda: is_ready(service), seconds=RECOVERY_SECONDS, what="readiness")
    assert [session.http.get("/users/me").status_code for _ in range(40)] == [200] * 40


def test_cut_connections_cost_no_request(
    serve: Start, database_link: Link, login_at: Callable[[Service], Session]
) -> None:
    forwarder, url = database_link
    forwarder.switch_on()
    service = serve(DATABASE_URL=url)
    session = login_at(service)
    for _ in range(20):
        session.me()
    forwarder.switch_off()
    forwarder.switch_on()
    assert [session.http.get("/users/me").status_code for _ in range(40)] == [200] * 40
