"""The project's own `make check` is green: that is what its CI runs."""

import re
from pathlib import Path

import pytest

from contract.databases import fresh_database

from .projects import Project, cases
from .services import postgresql_url

DEFAULT: dict[str, str | bool] = {}
EVERYTHING: dict[str, str | bool] = {"worker": True}
BARE: dict[str, str | bool] = {"example": False, "database": "sqlite"}

pytestmark = pytest.mark.filterwarnings("error")


def covered(output: str) -> float:
    """Read the branch coverage from what `make test` printed."""
    match = re.search(r"^TOTAL.*?(\d+(?:\.\d+)?)%$", output, re.MULTILINE)
    assert match, output[-3000:]
    return float(match[1])


@cases(DEFAULT, EVERYTHING, BARE)
def test_make_check_is_green(project: Project) -> None:
    assert covered(project.must("make", "check")) >= 95


@pytest.mark.postgresql
@cases(DEFAULT, EVERYTHING)
def test_suite_passes_on_postgresql(project: Project, tmp_path: Path) -> None:
    # The suite names its databases after this one, so suites that run at once do not meet.
    with fresh_database(postgresql_url(), tmp_path) as database_url:
        project.must("make", "test", env={"TEST_DATABASE_URL": database_url})


@cases(DEFAULT)
def test_make_lists_every_command(project: Project) -> None:
    listed = project.must("make")
    commands = "setup dev test lint format types fuzz migrate migration seed admin prune secret audit check image up down"
    assert [name for name in commands.split() if not re.search(rf"^  {name} ", listed, re.MULTILINE)] == []


@cases(DEFAULT)
def test_newest_migration_can_be_undone(project: Project) -> None:
    project.must("make", "migrate")
    project.must("uv", "run", "pytest", "-n0", "-q", "tests/test_migrations.py")
