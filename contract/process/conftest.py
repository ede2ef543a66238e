"""Servers of one's own: started for one check, with other variables than the session's."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from contract.client import Api, Session
from contract.databases import fresh_database, through_port
from contract.forwarder import Forwarder
from contract.mails import Mailbox
from contract.server import Environment, Service, free_port
from contract.target import Target, project_folder

Start = Callable[..., Service]


@pytest.fixture(scope="session")
def project(request: pytest.FixtureRequest) -> Path:
    """Return the project folder."""
    return project_folder(request.config)


@pytest.fixture
def launch(project: Path, service: Service, tmp_path: Path) -> Iterator[Start]:
    """Start servers like the session's, with variables set or (by None) taken away."""
    with ExitStack() as stack:

        def start(**changes: str | None) -> Service:
            ports = {"PORT": str(free_port()), "METRICS_PORT": str(free_port())}
            environment = changed(service.environment | ports, changes)
            folder = tmp_path / ports["PORT"]
            folder.mkdir()
            started = Service(project, environment, folder)
            stack.callback(started.stop)
            return started

        yield start


def changed(environment: Environment, changes: dict[str, str | None]) -> Environment:
    """Return an environment with some variables set or taken away."""
    merged = environment | {name: value for name, value in changes.items() if value is not None}
    return {name: value for name, value in merged.items() if changes.get(name, "") is not None}


@pytest.fixture
def serve(launch: Start) -> Start:
    """Start servers as `launch` does, and wait until they answer."""

    def start(**changes: str | None) -> Service:
        started = launch(**changes)
        started.wait_until_live()
        return started

    return start


@pytest.fixture
def login_at(target: Target) -> Callable[[Service], Session]:
    """Log the administrator in at a server of one's own."""

    def login(service: Service) -> Session:
        api = Api(service.base_url, Mailbox(target.mail_dir))
        return api.login(target.admin_email, target.admin_password)

    return login


@pytest.fixture
def database_link(service: Service) -> Iterator[tuple[Forwarder, str]]:
    """Yield a switch in front of the session's database, off at first, and the URL through it."""
    url = service.environment["DATABASE_URL"]
    with forwarder_to(url) as forwarder:
        forwarder.switch_off()
        yield forwarder, through_port(url, forwarder.port)


def forwarder_to(url: str) -> Forwarder:
    """Return a forwarder to the server of a database URL."""
    parts = urlsplit(url)
    return Forwarder(parts.hostname or "127.0.0.1", parts.port or 5432)


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Make a database without any table."""
    with fresh_database(request.config.getoption("--database-url"), tmp_path) as url:
        yield url
