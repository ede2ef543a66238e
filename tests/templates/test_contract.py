"""Each framework's service, started by its production command, keeps the service contract."""

import sys

import pytest

from .projects import FRAMEWORKS, ROOT, Project, cases
from .services import postgresql_url, redis_url


SUITE = ROOT / "contract"


def keep_contract(project: Project, *options: str, parts: tuple[str, ...] = ("",)) -> None:
    """Run the black-box suite, or parts of it, against a project's production server."""
    runner = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(str(SUITE / part) for part in parts))
    project.must(*runner, f"--project={project.path}", "--schema-seconds=40", *options)


@cases({"database": "sqlite"})
def test_contract_holds_on_sqlite(project: Project) -> None:
    # Of the process and its faults, what has to do with the database: the rest is the same.
    of_the_process = ("process/test_commands.py", "process/test_settings_take_effect.py", "faults/test_disk.py")
    keep_contract(project, parts=("http", "security", "schema", *of_the_process))


@pytest.mark.postgresql
@cases({})
def test_contract_holds_on_postgresql(project: Project) -> None:
    keep_contract(project, f"--database-url={postgresql_url()}")


@pytest.mark.postgresql
@pytest.mark.redis
@cases({"worker": True})
def test_contract_holds_with_worker(project: Project) -> None:
    worker = f"celery --app={project.package}.worker worker --concurrency=2 --loglevel=WARNING"
    queue = redis_url(1 + FRAMEWORKS.index(project.case.framework))
    servers = (f"--database-url={postgresql_url()}", f"--env=REDIS_URL={queue}")
    # Redis counts the attempts here.
    throttled = ("security/test_throttled_logins.py", "security/test_throttled_mails.py")
    keep_contract(project, *servers, f"--companion={worker}", parts=("http", *throttled))


@cases({"example": False, "database": "sqlite"})
def test_contract_holds_without_example(project: Project) -> None:
    keep_contract(project, "--without-example", parts=("http",))
