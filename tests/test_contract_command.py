"""`scaffold contract` runs the black-box suite against whatever keeps, or breaks, the service contract."""

import ast
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from scaffold import suite
from tests.conftest import ROOT, Command, write

ADMIN = ("--admin-email", "admin@example.com", "--admin-password", "secret")


class Service(BaseHTTPRequestHandler):
    """Lives, and keeps nothing else of the contract."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined] # see the fixture
        if self.path == "/health/ready":
            self.server.hold.wait(30)  # type: ignore[attr-defined] # as above
            return
        body = b'{"status": "ok"}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        server.asked, server.hold = [], threading.Event()  # type: ignore[attr-defined] # what the handler uses
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        yield server
        server.hold.set()  # type: ignore[attr-defined] # as above
        server.shutdown()


@pytest.fixture
def ours(environment: dict[str, str]) -> Mapping[str, str]:
    """Run this checkout, whose suite is real."""
    return environment | {"PYTHONPATH": str(ROOT)}


def url(service: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{service.server_port}"


def project(folder: Path, **answers: object) -> Path:
    """Make what looks like a project that could be started."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in answers.items()]
    made_of = '[template]\nname = "flask"\nversion = "1"\n[answers]\n'
    write(folder / ".scaffold.toml", made_of + "\n".join(lines) + "\n")
    write(folder / "Makefile", "migrate:\n\t@echo no database >&2; exit 1\n")
    write(folder / ".venv/bin/gunicorn", "")
    return folder


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("nowhere",), 2, "neither a folder nor a URL"),
        (("ftp://host/x",), 2, "neither a folder nor a URL"),
        (("http://",), 2, "neither a folder nor a URL"),
        ((".",), 2, "it has no Makefile"),
        (("bare",), 1, "run make setup in it"),
        (("shop", *ADMIN), 2, "--admin-email is for a service that runs already"),
        (("shop", "--through-proxy"), 2, "--through-proxy is for a service that runs already"),
        (("shop",), 2, "add --database-url"),
        (("busy",), 2, "add --env REDIS_URL="),
        (("http://127.0.0.1:1",), 2, "needs --mail-dir, --admin-email, --admin-password too"),
        (("http://127.0.0.1:1", "--mail-dir", "gone", *ADMIN), 2, "gone' is not a folder"),
        (("http://127.0.0.1:1", "--mail-dir", ".", *ADMIN), 1, "nothing answers at http://127.0.0.1:1/health/live"),
        (("http://h", "--mail-dir", ".", *ADMIN, "--part", "process"), 2, "--part process is for a service"),
        (("http://h", "--mail-dir", ".", *ADMIN, "--env", "A=b"), 2, "--env is for a service"),
        (("shop", "--part", "htp"), 2, "htp"),
    ],
)
def test_what_cannot_be_checked_is_refused(
    scaffold: Command, tmp_path: Path, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    project(tmp_path / "shop", database="postgresql")
    project(tmp_path / "busy", database="sqlite", worker=True)
    write(tmp_path / "bare/Makefile", "")
    done = scaffold("contract", *arguments)
    assert (done.returncode, sentence in done.stderr, done.stderr.count("\n")) == (code, True, 1), done.stderr


def test_missing_uv_is_said(scaffold: Command, environment: dict[str, str], tmp_path: Path) -> None:
    write(tmp_path / "bin/uv/__init__.py", "def find_uv_bin():\n    raise FileNotFoundError\n")
    project(tmp_path / "shop", database="sqlite")
    (tmp_path / "bin/make").symlink_to("/usr/bin/make")
    env = {"PATH": str(tmp_path / "bin"), "PYTHONPATH": f"{tmp_path / 'bin'}:{environment['PYTHONPATH']}"}
    done = scaffold("contract", "shop", env=env)
    assert (done.returncode, "pipx install uv" in done.stderr) == (1, True), done.stderr


def test_failing_uv_is_said(scaffold: Command, ours: Mapping[str, str], tmp_path: Path) -> None:
    write(tmp_path / "bin/uv", "#!/bin/sh\necho 'error: no network' >&2\nexit 2\n")
    (tmp_path / "bin/uv").chmod(0o755)
    project(tmp_path / "shop", database="sqlite")
    done = scaffold("contract", "shop", env={**ours, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"})
    assert (done.returncode, "the suite's environment: no network" in done.stderr) == (1, True), done.stderr


def test_broken_contract_is_reported(
    scaffold: Command, ours: Mapping[str, str], tmp_path: Path, service: ThreadingHTTPServer
) -> None:
    service.hold.set()  # type: ignore[attr-defined] # see the fixture
    arguments = (url(service), "--mail-dir", str(tmp_path), *ADMIN, "--json", "--", "-k", "test_health")
    done = scaffold("contract", *arguments, env=ours)
    result = json.loads(done.stdout)
    assert (done.returncode, result["target"]) == (1, url(service)), done.stderr
    assert result["failures"][0]["check"].startswith("http/test_health.py::test_")
    assert {*result, *result["failures"][0]} <= set(re.findall(r"`(\w+)`", (ROOT / "docs/json.md").read_text("utf-8")))
    assert "secret" not in done.stdout + done.stderr
    assert "breaks the contract" in done.stderr


def test_service_that_does_not_start_is_said(scaffold: Command, ours: Mapping[str, str], tmp_path: Path) -> None:
    project(tmp_path / "shop", database="sqlite")
    done = scaffold("contract", "shop", env=ours)
    assert (done.returncode, "the service did not start" in done.stdout, "no database" in done.stdout) == (
        1,
        True,
        True,
    )
    assert done.stderr.splitlines()[-1] == "scaffold: the suite could not begin: its report above says why"


@pytest.mark.parametrize(
    ("more", "sentence"), [("--nonsense", "--nonsense"), ("-k=nothing_at_all", "no check was left")]
)
def test_wrong_pytest_option_is_refused(
    scaffold: Command, ours: Mapping[str, str], tmp_path: Path, more: str, sentence: str
) -> None:
    project(tmp_path / "shop", database="sqlite")
    done = scaffold("contract", "shop", "--json", "--", more, env=ours)
    assert (done.returncode, sentence in done.stderr.splitlines()[-1], done.stdout) == (2, True, ""), done.stderr


def test_stopping_stops_the_suite(ours: Mapping[str, str], tmp_path: Path, service: ThreadingHTTPServer) -> None:
    command = [sys.executable, "-m", "scaffold", "contract", url(service), "--mail-dir", str(tmp_path), *ADMIN]
    with subprocess.Popen(command, env=ours, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while "/health/ready" not in service.asked:  # type: ignore[attr-defined] # see the fixture
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        said = process.communicate()[1]  # ends with the last process that could write
    assert (process.returncode, said.splitlines()[-1][:17]) == (130, b"scaffold: stopped")


def test_suite_needs_what_is_pinned() -> None:
    pinned = {line.partition("==")[0] for line in (suite.folder() / "requirements.txt").read_text("utf-8").splitlines()}
    imported = {name.partition(".")[0] for path in suite.folder().rglob("*.py") for name in imports(path)}
    foreign = {name.replace("_", "-") for name in imported - sys.stdlib_module_names - {"contract"}}
    assert foreign <= pinned


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""
