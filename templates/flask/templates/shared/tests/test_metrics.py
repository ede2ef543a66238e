import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from prometheus_client import REGISTRY

from {{ cookiecutter.package_name }}.metrics import count_request

SERVE = """
import sys
from {{ cookiecutter.package_name }}.metrics import count_request, serve_metrics
count_request("GET", "/things/{id}", 200, 0.1)
serve_metrics(int(sys.argv[1]))
print("ready", flush=True)
sys.stdin.read()
"""


def count_of(method: str, route: str) -> float:
    labels = {"method": method, "route": route, "status": "404"}
    return REGISTRY.get_sample_value("http_requests_total", labels) or 0


def test_unknown_method_makes_no_series() -> None:
    before = count_of("other", "unmatched")
    count_request("FOO", None, 404, 0.1)
    count_request("BAR", None, 404, 0.1)
    assert count_of("other", "unmatched") == before + 2


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def test_counts_of_all_workers_are_served(tmp_path: Path) -> None:
    port = free_port()
    with subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", SERVE, str(port)],
        env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            text = answer.read().decode()
        process.communicate()
    assert 'http_requests_total{method="GET",route="/things/{id}",status="200"} 1.0' in text
