"""Thousands of requests leave neither open files nor memory behind."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from contract.figures import Figure
from contract.own_servers import Start

from .load import Client, Request

REQUESTS, WARM_UP, CLIENTS = 5000, 1500, 4
LARGEST_FDS, LARGEST_MEBIBYTES = 10, 20

pytestmark = pytest.mark.linux


def open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def mebibytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def send(base_url: str, requests: list[Request], count: int) -> None:
    """Send requests in turn, over a new connection now and then."""
    with Client(base_url) as client:
        for number in range(count):
            if number % 100 == 0:
                client.close()
            call = client.call(requests[number % len(requests)])
            assert call.status in {200, 401, 404, 422}, call


def send_from_all(base_url: str, requests: list[Request], count: int) -> None:
    """Share so many requests out to clients."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        for work in [pool.submit(send, base_url, requests, count // CLIENTS) for _ in range(CLIENTS)]:
            work.result()


def test_requests_leave_nothing_behind(serve: Start, who_am_i: Request, wrong_login: Request, figure: Figure) -> None:
    service = serve(WEB_CONCURRENCY="1")
    (worker,) = service.workers()
    strange = [Request(path="/nowhere"), Request(path="/api/v1/users/me?limit=x", headers=who_am_i.headers)]
    mix = [who_am_i] * 40 + strange + [Request(path="/health/ready")] * 4 + [wrong_login]
    send_from_all(service.base_url, mix, WARM_UP)
    files, memory = open_files(worker), mebibytes(worker)
    send_from_all(service.base_url, mix, REQUESTS)
    time.sleep(1)
    assert service.workers() == {worker}, "it was replaced"
    more_files, more_memory = open_files(worker) - files, mebibytes(worker) - memory
    figure(f"open files after {REQUESTS} requests: growth", "<= 10", more_files)
    figure(f"memory after {REQUESTS} requests: growth, MiB", "<= 20", more_memory)
    assert more_files <= LARGEST_FDS
    assert more_memory <= LARGEST_MEBIBYTES
