"""Section 4: metrics on a port of their own, summed over the workers."""

import re
import signal
from collections import defaultdict
from collections.abc import Callable
from uuid import uuid4

import httpx

from contract.client import Session, eventually
from contract.own_servers import Start
from contract.problems import check_problem
from contract.server import Service

SAMPLE = re.compile(r"^(?P<name>[a-z_:]+)\{(?P<labels>.*)\} (?P<value>[0-9.e+]+)$", re.MULTILINE)
COUNT = 40


def counts_of(text: str, route: str) -> dict[str, float]:
    """Sum each metric over its samples that mention a route."""
    sums: dict[str, float] = defaultdict(float)
    for sample in SAMPLE.finditer(text):
        if route in sample["labels"]:
            sums[sample["name"]] += float(sample["value"])
    return sums


def scrape(service: Service) -> str:
    answer = httpx.get(service.metrics_url)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(("text/plain", "application/openmetrics-text"))
    return answer.text


def call_me(service: Service, session: Session) -> None:
    """Call over a new connection, so that each worker has its share."""
    headers = {"Authorization": f"Bearer {session.access_token}"}
    assert httpx.get(f"{service.base_url}/api/v1/users/me", headers=headers).status_code == 200


def grown(before: dict[str, float], after: dict[str, float]) -> set[float]:
    return {value - before.get(name, 0) for name, value in after.items()}


def test_requests_of_all_workers_are_counted(serve: Start, login_at: Callable[[Service], Session]) -> None:
    service = serve(WEB_CONCURRENCY="2")
    session = login_at(service)
    before = counts_of(scrape(service), "/users/me")
    for _ in range(COUNT):
        call_me(service, session)
    eventually(
        lambda: COUNT in grown(before, counts_of(scrape(service), "/users/me")),
        seconds=3,
        what=f"{COUNT} more requests",
    )
    assert len({tuple(counts_of(scrape(service), "/users/me").items()) for _ in range(8)}) == 1


def test_counts_survive_a_worker(serve: Start, login_at: Callable[[Service], Session]) -> None:
    service = serve()
    session = login_at(service)
    for _ in range(COUNT):
        call_me(service, session)
    before = counts_of(scrape(service), "/users/me")
    old = service.workers()
    service.signal(signal.SIGHUP)
    eventually(lambda: not old & service.workers(), seconds=20, what="new workers")
    after = counts_of(scrape(service), "/users/me")
    assert {name: after[name] for name in before} == before


def test_routes_are_templates(service: Service, admin: Session, site: httpx.Client) -> None:
    number = str(uuid4())
    admin.http.get(f"/users/{number}")
    site.get(f"/nowhere-{number}")
    text = scrape(service)
    assert number not in text
    assert re.search(r'users/[{<][^"]*[}>]', text), text


def test_methods_are_a_known_few(service: Service, site: httpx.Client) -> None:
    site.request("HOSTILE", "/health/live")
    assert "HOSTILE" not in scrape(service)


def test_metrics_are_off_the_public_port(serve: Start) -> None:
    service = serve()
    check_problem(httpx.get(f"{service.base_url}/metrics"), 404)


def test_metrics_can_be_off(serve: Start) -> None:
    service = serve(METRICS_PORT="0")
    assert httpx.get(f"{service.base_url}/health/ready").status_code == 200
