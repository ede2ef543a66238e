"""Options and fixtures: what the suite runs against, and who calls."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from .client import Api, Session, close_all, connect
from .disks import can_mount
from .mails import Mailbox
from .server import Service
from .target import Target, from_options, from_project, started_service

HERE = Path(__file__).parent
ROOMS = ("http", "security", "process", "faults", "schema")
MARKERS = (
    "direct: needs a service without a proxy before it",
    "example: needs the example resource (notes and tags)",
    "linux: looks into /proc, or needs its TCP",
    "postgresql: needs PostgreSQL",
    "sqlite: needs SQLite",
    "small_disk: needs to mount a file system in memory",
)
pytest_plugins = ["contract.own_servers", "contract.figures"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that name the service under test."""
    group = parser.getgroup("contract", "service contract")
    group.addoption("--base-url", help="URL of a running service")
    group.addoption("--mail-dir", type=Path, help="folder into which that service writes its mails")
    group.addoption("--admin-email", help="address of its verified, only administrator")
    group.addoption("--admin-password", help="password of that administrator")
    group.addoption("--through-proxy", action="store_true", help="a proxy stands before the service")
    group.addoption("--project", type=Path, help="project folder with a ready .venv to start")
    group.addoption(
        "--database-url",
        help="server for a fresh database, postgresql://…; default: a SQLite file",
    )
    group.addoption("--env", action="append", default=[], help="NAME=VALUE for the project")
    group.addoption("--companion", action="append", default=[], help="command beside the server")
    group.addoption("--without-example", action="store_true", help="the service has no notes")
    group.addoption("--schema-seconds", type=int, default=60, help="length of the schema run")
    group.addoption("--schema-seed", type=int, default=1, help="seed of the schema run")


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers and refuse to run against nothing."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    if bool(config.getoption("--base-url")) == bool(config.getoption("--project")):
        message = "give either --base-url (with --mail-dir, --admin-email, --admin-password) or --project"
        raise pytest.UsageError(message)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what the service under test cannot have."""
    left_out = [item for item in items if _is_left_out(item, config)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = sorted((item for item in items if item not in left_out), key=_room)


def _room(item: pytest.Item) -> int:
    """Put last what fills the database with generated data."""
    return ROOMS.index(item.path.parent.name)


def _is_left_out(item: pytest.Item, config: pytest.Config) -> bool:
    if item.path.parent != HERE / "http" and not config.getoption("--project"):
        return True
    on_postgresql = str(config.getoption("--database-url") or "").startswith("postgresql")
    is_missing = {
        "direct": config.getoption("--through-proxy"),
        "example": config.getoption("--without-example"),
        "linux": not Path("/proc/self/fd").exists(),
        "postgresql": not on_postgresql,
        "sqlite": on_postgresql,
        "small_disk": not can_mount(),
    }
    return any(is_missing[name] and item.get_closest_marker(name) for name in is_missing)


@pytest.fixture(scope="session")
def target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """Return the service under test; one of a project folder is started for the session."""
    if request.config.getoption("--base-url"):
        yield from_options(request.config)
        return
    with ExitStack() as stack:
        running = from_project(request.config, tmp_path_factory.mktemp("service"))
        try:
            started = stack.enter_context(running)
        except AssertionError as error:
            pytest.exit(f"the service did not start: {error}", returncode=1)
        yield started


@pytest.fixture(scope="session")
def refused_by_proxy(request: pytest.FixtureRequest) -> set[int]:
    """Return the statuses with which a proxy may refuse a path that the service would not find."""
    return {400} if request.config.getoption("--through-proxy") else set()


@pytest.fixture(scope="session", autouse=True)
def _closed_clients() -> Iterator[None]:
    yield
    close_all()


@pytest.fixture(scope="session")
def service(target: Target) -> Service:
    """Return the process of the service under test."""
    return started_service(target)


@pytest.fixture(scope="session")
def mailbox(target: Target) -> Mailbox:
    """Return the mails of the service under test."""
    return Mailbox(target.mail_dir)


@pytest.fixture(scope="session")
def api(target: Target, mailbox: Mailbox) -> Api:
    """Return the service under test, as its clients use it."""
    return Api(target.base_url, mailbox)


@pytest.fixture(scope="session")
def site(target: Target) -> httpx.Client:
    """Return a client for what lies outside the API, such as the health endpoints."""
    return connect(target.base_url)


@pytest.fixture(scope="module")
def admin(api: Api, target: Target) -> Session:
    """Log the administrator in, once a module: a run may last longer than an access token."""
    return api.login(target.admin_email, target.admin_password)


@pytest.fixture(scope="module")
def alice(api: Api) -> Session:
    """Make an ordinary user."""
    return api.register_and_login(name="Alice")


@pytest.fixture(scope="module")
def bob(api: Api) -> Session:
    """Make another ordinary user."""
    return api.register_and_login(name="Bob")
