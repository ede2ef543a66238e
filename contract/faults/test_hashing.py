"""Hashing passwords stalls nobody else, compared with the least that a server of its kind can do."""

import time
from pathlib import Path

import pytest

from contract.figures import Figure
from contract.own_servers import Start
from contract.server import Service, free_port

from .load import Load, Request, call_once, percentile

HERE = Path(__file__).parent
LOGINS, PROBES, PAUSE = 8, 100, 0.02
LARGEST_RATIO, ROUNDS = 3, 3
LIVE = Request(path="/health/live")


@pytest.fixture
def bare(service: Service, tmp_path: Path) -> Service:
    """Start the bare application, with the server and the workers of the service under test."""
    is_asgi = bool(list((service.project / ".venv").glob("lib/python*/site-packages/uvicorn_worker*")))
    kind, application = ("uvicorn_worker.UvicornWorker", "asgi") if is_asgi else ("gthread", "wsgi")
    options = (f"--config={HERE / 'bare_conf.py'}", f"--pythonpath={HERE}", f"--worker-class={kind}")
    environment = {"PORT": str(free_port()), "WEB_CONCURRENCY": service.environment["WEB_CONCURRENCY"]}
    folder = tmp_path / "bare"
    folder.mkdir()
    return Service(service.project, environment, folder, ("gunicorn", *options, f"bare:{application}"))


def health_p90(service: Service, login: Request) -> float:
    """Return how long nine of ten health checks take at most, while clients log in, in seconds."""
    with Load(service.base_url, login, clients=LOGINS):
        time.sleep(0.5)
        return percentile([probe(service) for _ in range(PROBES)], 0.9)


def probe(service: Service) -> float:
    time.sleep(PAUSE)
    call = call_once(service.base_url, LIVE)
    assert call.status == 200
    return call.seconds


def test_logins_stall_no_health_check(serve: Start, bare: Service, wrong_login: Request, figure: Figure) -> None:
    service = serve()
    seen: list[tuple[float, float]] = []
    try:
        bare.wait_until_live()
        while len(seen) < ROUNDS and min((ours / theirs for ours, theirs in seen), default=9) > LARGEST_RATIO:
            seen.append((health_p90(service, wrong_login), health_p90(bare, wrong_login)))
    finally:
        bare.stop()
    ours, theirs = min(seen, key=lambda pair: pair[0] / pair[1])
    figure(
        "health p90 while 8 clients log in, ms; bare application", "<= 3 x", f"{ours * 1000:.0f}; {theirs * 1000:.0f}"
    )
    assert ours / theirs <= LARGEST_RATIO, seen
