"""Stopping and reloading under load loses nothing; what dies is replaced, and leaves nothing behind."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from contract.client import eventually
from contract.figures import Figure
from contract.own_servers import Start
from contract.server import Service

from .load import LOST, Call, Client, Load, Request, call_once, slowest, statuses

IN_FLIGHT = 50
REPLACED_SECONDS, LOST_TO_A_KILL = 5, 8
ORPHAN_SECONDS = 10


def in_flight(service: Service, request: Request, disturb: Callable[[], None]) -> list[Call]:
    """Send requests over open connections, disturb the server, and return how the requests went."""
    with ExitStack() as stack, ThreadPoolExecutor(IN_FLIGHT) as pool:
        clients = [stack.enter_context(Client(service.base_url)) for _ in range(IN_FLIGHT)]
        assert {client.call(Request(path="/health/live")).status for client in clients} == {200}
        work = [pool.submit(client.call, request) for client in clients]
        time.sleep(0.3)
        disturb()
        return [one.result() for one in work]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signal_loses_no_request(serve: Start, wrong_login: Request, figure: Figure, number: signal.Signals) -> None:
    service = serve(GRACEFUL_TIMEOUT="30")
    calls = in_flight(service, wrong_login, lambda: service.signal(number))
    figure(f"{number.name} with {IN_FLIGHT} requests in flight: lost", "0", statuses(calls)[LOST])
    assert statuses(calls) == {401: IN_FLIGHT}
    if number is signal.SIGTERM:
        assert service.wait_for_exit(30).code == 0


def test_reload_under_load_is_unnoticed(serve: Start, who_am_i: Request, figure: Figure) -> None:
    service = serve()
    before = service.workers()
    with Load(service.base_url, who_am_i) as load:
        time.sleep(1)
        service.signal(signal.SIGHUP)
        eventually(lambda: not before & service.workers(), seconds=30, what="new workers")
        time.sleep(1)
    failed = len(load.calls) - statuses(load.calls)[200]
    figure(f"SIGHUP under load: failed of {len(load.calls)}", "0", failed)
    assert failed == 0, statuses(load.calls)


def test_killed_worker_is_replaced(serve: Start, who_am_i: Request, figure: Figure) -> None:
    service = serve()
    before = service.workers()
    with Load(service.base_url, who_am_i) as load:
        time.sleep(1)
        killed, began = max(before), time.monotonic()
        os.kill(killed, signal.SIGKILL)
        eventually(lambda: has_replaced(service, before, killed), seconds=REPLACED_SECONDS, what="a new worker")
        replaced = time.monotonic() - began
        time.sleep(2)
    failed = len(load.calls) - statuses(load.calls)[200]
    figure("killed worker: seconds until it is replaced", "< 5", replaced)
    figure(f"killed worker: failed requests of {len(load.calls)}", "<= 8", failed)
    assert failed <= LOST_TO_A_KILL, statuses(load.calls)
    assert slowest(load.calls) < REPLACED_SECONDS


def has_replaced(service: Service, before: set[int], killed: int) -> bool:
    now = service.workers()
    return killed not in now and len(now) == len(before)


def is_running(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state not in {"Z", "X"}
    return False


@pytest.mark.linux
def test_killed_master_leaves_no_orphan(serve: Start, who_am_i: Request, figure: Figure) -> None:
    service = serve()
    workers = service.workers()
    assert call_once(service.base_url, who_am_i).status == 200
    service.signal(signal.SIGKILL)
    began = time.monotonic()
    try:
        eventually(lambda: not any(map(is_running, workers)), seconds=ORPHAN_SECONDS, what="the end of the workers")
    finally:
        for pid in filter(is_running, workers):
            os.kill(pid, signal.SIGKILL)
    figure("killed master: seconds until its workers are gone", f"<= {ORPHAN_SECONDS}", time.monotonic() - began)
