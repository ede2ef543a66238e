"""What the suite runs against: a URL that was given, or a project folder that it starts."""

import shlex
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .client import new_password
from .databases import fresh_database
from .server import Environment, Service, make, production

ADMIN_EMAIL = "admin@example.com"
URL_OPTIONS = ("--mail-dir", "--admin-email", "--admin-password")


@dataclass(frozen=True, kw_only=True)
class Target:
    """A running service and the only administrator it has."""

    base_url: str
    mail_dir: Path
    admin_email: str
    admin_password: str
    service: Service | None = None


def started_service(target: Target) -> Service:
    """Return the process of a target that was started from a project folder."""
    assert target.service is not None, "needs --project"
    return target.service


def from_options(config: pytest.Config) -> Target:
    """Return the running service that the options name.

    Raises:
        pytest.UsageError: one of the options that go with `--base-url` is missing.
    """
    values: dict[str, Any] = {name: config.getoption(name) for name in URL_OPTIONS}
    if missing := [name for name, value in values.items() if not value]:
        message = f"--base-url needs {', '.join(missing)} too"
        raise pytest.UsageError(message)
    return Target(
        base_url=config.getoption("--base-url").rstrip("/"),
        mail_dir=values["--mail-dir"],
        admin_email=values["--admin-email"],
        admin_password=values["--admin-password"],
    )


def project_folder(config: pytest.Config) -> Path:
    """Return the project folder that the options name."""
    return Path(config.getoption("--project")).resolve()


def extra_environment(config: pytest.Config) -> Environment:
    """Return the variables that the options add."""
    return dict(pair.split("=", 1) for pair in config.getoption("--env"))


@contextmanager
def prepared(config: pytest.Config, folder: Path, admin_password: str) -> Iterator[Environment]:
    """Yield a production environment with a migrated database and an administrator in it."""
    mail_dir = folder / "mail"
    mail_dir.mkdir()
    with fresh_database(config.getoption("--database-url"), folder) as database_url:
        environment = production(database_url, mail_dir) | extra_environment(config)
        project = project_folder(config)
        make(project, environment, "migrate")
        make(project, environment, "admin", f"EMAIL={ADMIN_EMAIL}", f"PASSWORD={admin_password}")
        yield environment


@contextmanager
def from_project(config: pytest.Config, folder: Path) -> Iterator[Target]:
    """Start the production server of the project folder, its companions too, for a session."""
    password = new_password()
    with ExitStack() as stack:
        environment = stack.enter_context(prepared(config, folder, password))
        environment |= {"DOCS_ENABLED": "true"}
        for number, line in enumerate(config.getoption("--companion")):
            beside = folder / f"companion-{number}"
            beside.mkdir()
            command = tuple(shlex.split(line))
            companion = Service(project_folder(config), environment, beside, command)
            stack.callback(companion.stop)
        service = Service(project_folder(config), environment, folder)
        stack.callback(service.stop)
        service.wait_until_live()
        yield Target(
            base_url=service.base_url,
            mail_dir=folder / "mail",
            admin_email=ADMIN_EMAIL,
            admin_password=password,
            service=service,
        )
