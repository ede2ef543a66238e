"""Each framework's service, started by its production command, keeps the service contract."""

import sys

import pytest

from .projects import ROOT, Project, cases
from .services import postgresql_url, redis_url


def keep_contract(project: Project, *options: str) -> None:
    """Run the black-box suite against a project's production server."""
    suite = (sys.executable, "-m", "pytest", "-p", "no:xdist", "-p", "no:cacheprovider", "-q", str(ROOT / "contract"))
    done = project.run(*suite, "--rootdir", str(ROOT), "--project", str(project.path), *options)
    assert done.returncode == 0, done.stdout[-12000:] + done.stderr[-3000:]


@cases({"database": "sqlite"})
def test_contract_holds_on_sqlite(project: Project) -> None:
    keep_contract(project)


@pytest.mark.postgresql
@cases({})
def test_contract_holds_on_postgresql(project: Project) -> None:
    keep_contract(project, "--database-url", postgresql_url())


@pytest.mark.postgresql
@pytest.mark.redis
@cases({"worker": True})
def test_contract_holds_with_worker(project: Project) -> None:
    worker = f"celery --app={project.package}.worker worker --concurrency=2 --loglevel=WARNING"
    keep_contract(
        project, "--database-url", postgresql_url(), "--env", f"REDIS_URL={redis_url()}", "--companion", worker,
        "--schema-seconds", "15",
    )


@cases({"example": False, "database": "sqlite"})
def test_contract_holds_without_example(project: Project) -> None:
    keep_contract(project, "--without-example", "--schema-seconds", "15")
