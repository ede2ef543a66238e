"""The production server of a project folder: started bare, watched, signalled and stopped."""

import json
import os
import secrets
import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

Environment = dict[str, str]

HOST = "127.0.0.1"
PUBLIC_URL = "https://contract.example"
FIRST_PORT = 21000
LAST_PORT = 32000
START_SECONDS = 30
# Checks come from one address and quickly; those of throttling start servers of their own.
NOT_THROTTLED = {"THROTTLE_PER_MINUTE": "0", "THROTTLE_PER_HOUR": "0"}
# Variables of section 3 and of a surrounding virtual environment never leak into the service.
NOT_INHERITED = {
    *("APP_ENV", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASE_URL", "DATABASE_POOL_SIZE"),
    *("DATABASE_STATEMENT_TIMEOUT_MS", "REDIS_URL", "ALLOWED_HOSTS", "CORS_ORIGINS"),
    *("TRUSTED_PROXIES", "PUBLIC_URL", "MAIL_URL", "MAIL_FROM", "LOG_LEVEL", "LOG_FORMAT"),
    *("PORT", "WEB_CONCURRENCY", "GRACEFUL_TIMEOUT", "DOCS_ENABLED", "METRICS_PORT"),
    *("MAX_BODY_BYTES", "THROTTLE_PER_MINUTE", "THROTTLE_PER_HOUR"),
    *("VIRTUAL_ENV", "PYTHONPATH", "MAKEFLAGS", "MAKELEVEL"),
    *("DJANGO_SETTINGS_MODULE", "TEST_DATABASE_URL", "PROMETHEUS_MULTIPROC_DIR"),
}


def free_port() -> int:
    """Return a loopback port on which nothing listens."""
    while True:
        port = FIRST_PORT + secrets.randbelow(LAST_PORT - FIRST_PORT)
        with suppress(OSError), socket.create_server((HOST, port)):
            return port


def inherited(project: Path) -> Environment:
    """Return this process's environment without what would configure the service."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return kept | {"PATH": f"{project / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def production(database_url: str, mail_dir: Path) -> Environment:
    """Return a complete production environment, on fresh ports and with a fresh secret."""
    return {
        "APP_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DATABASE_URL": database_url,
        "ALLOWED_HOSTS": f"contract.example,{HOST}",
        "PUBLIC_URL": PUBLIC_URL,
        "MAIL_URL": f"file:{mail_dir}",
        "MAIL_FROM": "no-reply@contract.example",
        "PORT": str(free_port()),
        "METRICS_PORT": str(free_port()),
        "WEB_CONCURRENCY": "2",
        "GRACEFUL_TIMEOUT": "10",
        **NOT_THROTTLED,
    }


def make(project: Path, environment: Environment, *words: str) -> str:
    """Run a Makefile target of the project and return what it printed."""
    command = ["make", "--no-print-directory", *words]
    done = subprocess.run(  # noqa: S603  (the project under test is trusted)
        command,
        cwd=project,
        env=inherited(project) | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def production_command(project: Path) -> tuple[str, ...]:
    """Return how a project is served: by a command of its own, else by bare `gunicorn`."""
    own = project / ".venv" / "bin" / "serve"
    return ("serve",) if own.exists() else ("gunicorn",)


@dataclass(frozen=True, kw_only=True)
class Exit:
    """How a server ended: its exit code, after how long, and all that it printed."""

    code: int
    seconds: float
    output: str


class Service:
    """One production server, started bare from a project's own virtual environment."""

    def __init__(
        self,
        project: Path,
        environment: Environment,
        folder: Path,
        command: tuple[str, ...] = (),
        stdout: Path | None = None,
    ) -> None:
        """Start the server of `project`; what it prints goes to files in `folder`."""
        command = command or production_command(project)
        self.project, self.environment = project, environment
        self._out, self._err = stdout or folder / "stdout", folder / "stderr"
        self._began = time.monotonic()
        executable = project / ".venv" / "bin" / command[0]
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self._process = subprocess.Popen(  # noqa: S603  (the project under test is trusted)
                [executable, *command[1:]],
                cwd=project,
                env=inherited(project) | environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    @property
    def base_url(self) -> str:
        """The URL of the public port."""
        return f"http://{HOST}:{self.environment['PORT']}"

    @property
    def metrics_url(self) -> str:
        """The URL of the metrics."""
        return f"http://{HOST}:{self.environment['METRICS_PORT']}/metrics"

    @property
    def stdout(self) -> str:
        """All that the server wrote to standard output."""
        return self._out.read_text(errors="replace")

    @property
    def stderr(self) -> str:
        """All that the server wrote to standard error."""
        return self._err.read_text(errors="replace")

    def events(self) -> list[dict[str, Any]]:
        """Return the log, one JSON object a line."""
        return [json.loads(line) for line in self.stdout.splitlines()]

    def wait_until_live(self) -> None:
        """Wait until the server answers."""
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            assert self._process.poll() is None, f"it exited:\n{self.stdout}{self.stderr}"
            assert time.monotonic() < deadline, f"it does not answer:\n{self.stdout}{self.stderr}"
            time.sleep(0.05)

    def answers(self) -> bool:
        """Tell whether the server answers."""
        url = urlsplit(self.base_url)
        try:
            with socket.create_connection((url.hostname or "", url.port or 0), timeout=1):
                return httpx.get(f"{self.base_url}/health/live", timeout=5).status_code == 200
        except (OSError, httpx.TransportError):
            return False

    def workers(self) -> set[int]:
        """Return the process ids of the master's children."""
        listing = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid="],  # noqa: S607  (found on PATH on any Unix)
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        pairs = [tuple(map(int, line.split())) for line in listing.splitlines()]
        return {pid for pid, parent in pairs if parent == self._process.pid}

    @property
    def pid(self) -> int:
        """The process id of the master."""
        return self._process.pid

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the master."""
        self._process.send_signal(number)

    def wait_for_exit(self, seconds: float) -> Exit:
        """Wait for the end of the server; it is killed when it outlives `seconds`."""
        try:
            code = self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self._kill()
            message = f"still there after {seconds} s:\n{self.stdout}{self.stderr}"
            raise AssertionError(message) from None
        return Exit(code=code, seconds=time.monotonic() - self._began, output=self.stdout + self.stderr)

    def stop(self) -> None:
        """End the server, politely first."""
        if self._process.poll() is not None:
            return
        self.signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._kill()

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
