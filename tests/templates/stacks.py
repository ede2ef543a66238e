"""The compose stack of a generated project: started, asked and taken down."""

import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from .projects import Project

ADMIN_EMAIL = "admin@example.com"
ADMIN_PASSWORD = "an unlikely pass phrase"  # noqa: S105 - opens nothing but a stack that lives for a test
ADMIN_COMMANDS = {
    "fastapi": ("python", "-m", "{package}.cli", "admin"),
    "flask": ("flask", "--app", "{package}.main", "admin"),
    "django": ("python", "manage.py", "admin"),
}
# Beside the project's own file: the mails go where the tests can read them.
OVERRIDE = """
services:
  {service}:
    environment: {{MAIL_URL: "file:/mail", THROTTLE_PER_MINUTE: "0", THROTTLE_PER_HOUR: "0"}}
    volumes: ["{mail}:/mail"]
"""


def free_port() -> int:
    """Return a port of the loopback address on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


@dataclass(frozen=True)
class Stack:
    """The stack of a project, on a port and under a name of its own."""

    project: Project
    port: int
    mail: Path
    more_files: tuple[str, ...] = ()
    tls_port: int = 0

    @property
    def url(self) -> str:
        """The address of its proxy."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What the tests set so that stacks do not disturb each other."""
        mine = {
            "COMPOSE_PROJECT_NAME": f"check-{self.port}",
            "COMPOSE_FILE": ":".join(("compose.yaml", "compose.check.yaml", *self.more_files)),
            "TAG": f"check-{self.port}",
            "PORT": str(self.port),
            "TLS_PORT": str(self.tls_port),
            "PUBLIC_URL": self.url,
            "THROTTLE_PER_MINUTE": "0",
            "THROTTLE_PER_HOUR": "0",
        }
        return mine | {name: os.environ[name] for name in ("UV_VERSION",) if name in os.environ}

    def compose(self, *arguments: str) -> str:
        """Run a command of Docker Compose in the project."""
        return self.project.must("docker", "compose", *arguments, env=self.environment)

    def shell(self, commands: str) -> str:
        """Run commands of a page in the project, each of which has to succeed."""
        return self.project.must("bash", "-euo", "pipefail", "-c", commands, env=self.environment)

    def up(self, *arguments: str) -> None:
        """Start everything, and wait until all of it is healthy."""
        self.compose("up", "--build", "--wait", "--wait-timeout", "180", *arguments)

    def down(self) -> None:
        """Stop everything and forget its data and its image."""
        self.compose("down", "--volumes", "--rmi", "local", "--timeout", "10")

    def make_admin(self, email: str = ADMIN_EMAIL) -> None:
        """Make an administrator with the service's own command, in its container."""
        words = [word.format(package=self.project.package) for word in ADMIN_COMMANDS[self.project.case.framework]]
        self.compose("exec", "--no-TTY", "web", *words, email, ADMIN_PASSWORD)

    def containers(self, service: str) -> list[dict[str, Any]]:
        """Return what the engine knows of a service's containers."""
        ids = self.compose("ps", "--all", "--quiet", service).split()
        found: list[dict[str, Any]] = json.loads(self.project.must("docker", "inspect", *ids))
        return found

    def inspect_all(self) -> dict[str, dict[str, Any]]:
        """Return what the engine knows of one container of each service."""
        services = self.compose("ps", "--all", "--services").split()
        return {service: self.containers(service)[0] for service in services}

    def log_in_as_admin(self, email: str = ADMIN_EMAIL) -> httpx.Response:
        """Ask for tokens with an administrator's password."""
        body = {"email": email, "password": ADMIN_PASSWORD}
        return httpx.post(f"{self.url}/api/v1/auth/login", json=body, timeout=10)

    def get(self, path: str) -> httpx.Response:
        """Ask the proxy."""
        return httpx.get(f"{self.url}{path}", timeout=10)


def make_stack(project: Project, mail: Path) -> Stack:
    """Prepare a stack whose mails go to a folder of this machine."""
    mail.mkdir()
    mail.chmod(0o777)  # the service runs under a user of its own
    sender = "worker" if project.case.answers.get("worker") else "web"
    (project.path / "compose.check.yaml").write_text(OVERRIDE.format(service=sender, mail=mail), "utf-8")
    return Stack(project, free_port(), mail)
