"""A database that stops, hangs, cannot be reached, or is locked: 503 in time, and nothing to mend afterwards."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import psycopg
import pytest
from psycopg import sql

from contract.client import eventually
from contract.figures import Figure
from contract.own_servers import Link, Start
from contract.server import Service

from .load import Call, Load, Request, all_at_once, call_once, slowest, statuses

pytestmark = pytest.mark.postgresql

DOWN_SECONDS = 5
AWAY_SECONDS, BUSY_SECONDS = 1, 5
# What clients and server lose to each other on a machine of two cores
SLACK = 0.5
RECOVERED_SECONDS = 1
FLOOD = 400


def check_refusals(calls: list[Call], seconds: float) -> None:
    """Check that calls were refused in time, with the word to come again."""
    assert calls
    assert statuses(calls) == {503: len(calls)}
    assert all(int(call.retry_after or 0) > 0 for call in calls)
    assert slowest(calls) <= seconds


def is_served(service: Service, request: Request) -> bool:
    return call_once(service.base_url, request).status == 200


def test_stopped_database_is_503(serve: Start, database_link: Link, who_am_i: Request, figure: Figure) -> None:
    forwarder, url = database_link
    forwarder.switch_on()
    service = serve(DATABASE_URL=url)
    with Load(service.base_url, who_am_i) as load:
        time.sleep(1)
        forwarder.switch_off()
        stopped = time.monotonic()
        time.sleep(DOWN_SECONDS)
        forwarder.switch_on()
        back = time.monotonic()
        time.sleep(RECOVERED_SECONDS + 2)
    down = load.began_between(stopped, back - AWAY_SECONDS)
    after = load.began_between(back + RECOVERED_SECONDS, time.monotonic())
    figure("database stopped: answers other than 503", "0", len(down) - statuses(down)[503])
    figure("database stopped: slowest answer, s", "<= 1", slowest(down))
    figure(f"database back for 1 s: errors of {len(after)}", "0", len(after) - statuses(after)[200])
    assert statuses(load.calls).keys() <= {200, 503}
    check_refusals(down, AWAY_SECONDS + SLACK)
    assert statuses(after) == {200: len(after)}


@pytest.mark.parametrize("fault", [pytest.param("be_unreachable", marks=pytest.mark.linux), "freeze"])
def test_silent_database_is_503(
    serve: Start, database_link: Link, who_am_i: Request, figure: Figure, fault: str
) -> None:
    forwarder, url = database_link
    forwarder.switch_on()
    service = serve(DATABASE_URL=url)
    getattr(forwarder, fault)()
    with Load(service.base_url, who_am_i, clients=4) as load:
        time.sleep(4)
    figure(f"database silent ({fault}) from the start: slowest answer, s", "<= 1", slowest(load.calls))
    check_refusals(load.calls, AWAY_SECONDS + SLACK)
    forwarder.thaw()
    eventually(lambda: is_served(service, who_am_i), seconds=10, what="a recovery")


def test_hanging_database_is_503(serve: Start, database_link: Link, who_am_i: Request, figure: Figure) -> None:
    forwarder, url = database_link
    forwarder.switch_on()
    service = serve(DATABASE_URL=url, DATABASE_STATEMENT_TIMEOUT_MS="2000")
    with Load(service.base_url, who_am_i) as load:
        time.sleep(1)
        forwarder.freeze()
        frozen = time.monotonic()
        time.sleep(6)
        forwarder.thaw()
    hung = load.began_between(frozen, time.monotonic())
    figure("database hangs under load: slowest answer, s", "<= 5", slowest(hung))
    assert statuses(hung).keys() <= {200, 503}
    assert slowest(load.calls) <= BUSY_SECONDS + SLACK
    eventually(lambda: is_served(service, who_am_i), seconds=10, what="a recovery")


@contextmanager
def locked_tables(database_url: str) -> Iterator[None]:
    """Hold every table, so that all who want to read one wait."""
    with psycopg.connect(database_url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in names)
        connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(tables))
        yield
        connection.rollback()


def test_locked_table_is_503(serve: Start, service: Service, who_am_i: Request, figure: Figure) -> None:
    server = serve()
    assert is_served(server, who_am_i)
    with locked_tables(service.environment["DATABASE_URL"]):
        calls = all_at_once(server.base_url, who_am_i, FLOOD)
    began = time.monotonic()
    after = [call_once(server.base_url, who_am_i) for _ in range(20)]
    figure(f"{FLOOD} requests on a locked table: answers other than 503", "0", FLOOD - statuses(calls)[503])
    figure(f"{FLOOD} requests on a locked table: slowest answer, s", "<= 5", slowest(calls))
    figure("lock released: errors of 20", "0", 20 - statuses(after)[200])
    check_refusals(calls, BUSY_SECONDS + 2 * SLACK)
    assert statuses(after) == {200: 20}
    assert time.monotonic() - began < BUSY_SECONDS


def test_used_up_pool_spares_liveness(serve: Start, service: Service, who_am_i: Request) -> None:
    server = serve(DATABASE_POOL_SIZE="2", WEB_CONCURRENCY="1")
    assert is_served(server, who_am_i)
    with locked_tables(service.environment["DATABASE_URL"]), Load(server.base_url, who_am_i, clients=6) as load:
        time.sleep(1)
        began = time.monotonic()
        assert httpx.get(f"{server.base_url}/health/live", timeout=10).status_code == 200
        assert time.monotonic() - began < BUSY_SECONDS
        # A pool that is merely busy is no reason to send the replica's clients elsewhere.
        assert httpx.get(f"{server.base_url}/health/ready", timeout=10).status_code in {200, 503}
        assert time.monotonic() - began < 2 * BUSY_SECONDS
        time.sleep(2)
    check_refusals(load.calls[:6], BUSY_SECONDS + SLACK)
    assert statuses(load.calls).keys() <= {200, 503}
