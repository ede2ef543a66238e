"""Servers of one's own: started for one check, with other variables than the session's."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import pytest

from .client import Api, Session
from .databases import fresh_database, through_port
from .forwarder import Forwarder
from .mails import Mailbox
from .server import Environment, Service, free_port
from .target import Target, project_folder

LoginAt = Callable[[Service], Session]
Link = tuple[Forwarder, str]


class Start(Protocol):
    """Start a server like the session's, with variables set or (by None) taken away."""

    def __call__(self, **changes: str | None) -> Service:
        """Return the server, which may still be starting."""


def changed(environment: Environment, changes: dict[str, str | None]) -> Environment:
    """Return an environment with some variables set or taken away."""
    merged = environment | {name: value for name, value in changes.items() if value is not None}
    return {name: value for name, value in merged.items() if changes.get(name, "") is not None}


@contextmanager
def launcher(service: Service, folder: Path) -> Iterator[Start]:
    """Yield what starts servers beside a running one; they are stopped at the end."""
    with ExitStack() as stack:

        def start(**changes: str | None) -> Service:
            ports = {"PORT": str(free_port()), "METRICS_PORT": str(free_port())}
            environment = changed(service.environment | ports, changes)
            own = folder / ports["PORT"]
            own.mkdir()
            started = Service(service.project, environment, own)
            stack.callback(started.stop)
            return started

        yield start


def waiting(launch: Start) -> Start:
    """Return what starts servers and waits until they answer."""

    def start(**changes: str | None) -> Service:
        started = launch(**changes)
        started.wait_until_live()
        return started

    return start


@pytest.fixture(scope="session")
def project(request: pytest.FixtureRequest) -> Path:
    """Return the project folder."""
    return project_folder(request.config)


@pytest.fixture
def launch(service: Service, tmp_path: Path) -> Iterator[Start]:
    """Start servers, and do not wait for them."""
    with launcher(service, tmp_path) as start:
        yield start


@pytest.fixture
def serve(launch: Start) -> Start:
    """Start servers as `launch` does, and wait until they answer."""
    return waiting(launch)


@pytest.fixture(scope="module")
def serve_module(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Start servers that all checks of a module share."""
    with launcher(service, tmp_path_factory.mktemp("servers")) as start:
        yield waiting(start)


@pytest.fixture
def login_at(target: Target) -> LoginAt:
    """Log the administrator in at a server of one's own."""

    def login(service: Service) -> Session:
        api = Api(service.base_url, Mailbox(target.mail_dir))
        return api.login(target.admin_email, target.admin_password)

    return login


@pytest.fixture
def database_link(service: Service) -> Iterator[Link]:
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
