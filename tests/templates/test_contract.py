"""Each framework's service, started by its production command, keeps the service contract."""

import sys
from pathlib import Path

import pytest

from .projects import FRAMEWORKS, ROOT, Project, cases
from .services import postgresql_url, redis_url


SUITE = ROOT / "contract"


def keep_contract(project: Project, *options: str, part: Path = SUITE) -> None:
    """Run the black-box suite, or a part of it, against a project's production server."""
    runner = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(part))
    project.must(*runner, f"--project={project.path}", "--schema-seconds=40", *options)


@cases({"database": "sqlite"})
def test_contract_holds_on_sqlite(project: Project) -> None:
    keep_contract(project)


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
    keep_contract(project, *servers, f"--companion={worker}", part=SUITE / "http")


@cases({"example": False, "database": "sqlite"})
def test_contract_holds_without_example(project: Project) -> None:
    keep_contract(project, "--without-example", part=SUITE / "http")
