"""What the tests of the templates share: installed projects, one for each way to answer."""

import pytest

from .projects import Case, Project, generate, install
from .services import ADVICE, advice_for, leave_out_missing, missing_for

_installed: dict[str, Project] = {}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests whose servers are there."""
    leave_out_missing(config, items)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a test whose server is missing where nothing may be left out."""
    if missing := missing_for([item]):
        pytest.fail(advice_for(missing), pytrace=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say which tests were left out, and how to run them."""
    if advice := config.stash.get(ADVICE, None):
        terminalreporter.section("tests left out")
        terminalreporter.line(advice)


@pytest.fixture
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Generate and install the project of the test's case, once in each test process."""
    case: Case = request.param
    if str(case) not in _installed:
        _installed[str(case)] = install(generate(case, tmp_path_factory.mktemp("project")))
    return _installed[str(case)]
