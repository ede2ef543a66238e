"""The real servers that some tests need, and what to start where there are none."""

import os
import shutil
import subprocess

import pytest

VARIABLES = {"postgresql": "POSTGRES_TEST_URL", "redis": "REDIS_TEST_URL"}
HOW_TO_START = {
    "postgresql": "start PostgreSQL and set POSTGRES_TEST_URL=postgresql://USER:PASSWORD@HOST:PORT/DATABASE",
    "redis": "start Redis and set REDIS_TEST_URL=redis://HOST:PORT/0",
    "docker": "start a Docker engine that `docker info` can reach",
    "node": "install Node.js and npm",
}
ADVICE = pytest.StashKey[str]()


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


def leave_out_missing(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose server is not there and note what to start; in CI that is an error.

    Args:
        config: the run's configuration.
        items: the collected tests, from which those that cannot run are taken.

    Raises:
        pytest.UsageError: a server is missing in CI.
    """
    wanted = {need for item in items for need in needs_of(item)}
    missing = {name for name in wanted if not is_present(name)}
    if not missing:
        return
    advice = [f"For the {name} tests, {HOW_TO_START[name]}." for name in sorted(missing)]
    if os.environ.get("CI"):
        raise pytest.UsageError(*advice)
    config.hook.pytest_deselected(items=[item for item in items if needs_of(item) & missing])
    items[:] = [item for item in items if not needs_of(item) & missing]
    config.stash[ADVICE] = "\n".join(advice)


def postgresql_url() -> str:
    """Return the address of the PostgreSQL server on which tests make databases."""
    return os.environ[VARIABLES["postgresql"]]


def redis_url() -> str:
    """Return the address of the Redis server of the tests."""
    return os.environ[VARIABLES["redis"]]
