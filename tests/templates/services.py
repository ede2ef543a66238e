"""The real servers that some tests need, and what to start where there are none."""

import os
import shutil
import subprocess
from functools import cache
from urllib.parse import urlsplit

import pytest

VARIABLES = {"postgresql": "POSTGRES_TEST_URL", "redis": "REDIS_TEST_URL"}
HOW_TO_START = {
    "postgresql": "start PostgreSQL and set POSTGRES_TEST_URL=postgresql://USER:PASSWORD@HOST:PORT/DATABASE",
    "redis": "start Redis and set REDIS_TEST_URL=redis://HOST:PORT/0",
    "docker": "start a Docker engine that `docker info` can reach",
    "node": "install Node.js and npm",
}
ADVICE = pytest.StashKey[str]()


@cache
def docker_answers() -> bool:
    """Tell whether a Docker engine can be reached."""
    docker = shutil.which("docker")
    return docker is not None and subprocess.run([docker, "info"], capture_output=True, check=False).returncode == 0


def is_present(name: str) -> bool:
    """Tell whether a server is there."""
    if name in VARIABLES:
        return bool(os.environ.get(VARIABLES[name]))
    return docker_answers() if name == "docker" else shutil.which("npm") is not None


def needs_of(item: pytest.Item) -> set[str]:
    """Name the servers that a test needs."""
    return {mark.name for mark in item.iter_markers() if mark.name in HOW_TO_START}


def advice_for(names: set[str]) -> str:
    """Say what to start so that the tests that need these servers can run."""
    return "\n".join(f"For the {name} tests, {HOW_TO_START[name]}." for name in sorted(names))


def missing_for(items: list[pytest.Item]) -> set[str]:
    """Name the servers that tests need and that are not there."""
    return {name for name in {need for item in items for need in needs_of(item)} if not is_present(name)}


def leave_out_missing(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose server is not there, and note what to start; in CI they stay, and fail.

    Args:
        config: the run's configuration.
        items: the collected tests, from which those that cannot run are taken.
    """
    missing = missing_for(items)
    if not missing or os.environ.get("CI"):
        return
    config.hook.pytest_deselected(items=[item for item in items if needs_of(item) & missing])
    items[:] = [item for item in items if not needs_of(item) & missing]
    config.stash[ADVICE] = advice_for(missing)


def postgresql_url() -> str:
    """Return the address of the PostgreSQL server on which tests make databases."""
    return os.environ[VARIABLES["postgresql"]]


def redis_url(number: int) -> str:
    """Return the address of one database of the Redis server, so that tests do not take each other's tasks."""
    return urlsplit(os.environ[VARIABLES["redis"]])._replace(path=f"/{number}").geturl()
