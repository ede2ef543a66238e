"""Figures that checks measure, beside what they are to reach; `--figures` prints them as a table."""

from collections.abc import Callable

import pytest

KEY = pytest.StashKey[list[tuple[str, str, str]]]()
HEAD = ("what", "reach", "measured")

Figure = Callable[[str, str, object], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that prints the table."""
    parser.getgroup("contract").addoption("--figures", action="store_true", help="print what was measured")


def pytest_configure(config: pytest.Config) -> None:
    """Begin without any figure."""
    config.stash[KEY] = []


@pytest.fixture(scope="session")
def figure(pytestconfig: pytest.Config) -> Figure:
    """Keep a figure: what it is, what it is to reach, what was measured."""

    def keep(what: str, reach: str, measured: object) -> None:
        text = f"{measured:.2f}" if isinstance(measured, float) else str(measured)
        pytestconfig.stash[KEY].append((what, reach, text))

    return keep


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table."""
    rows = config.stash[KEY]
    if not config.getoption("--figures") or not rows:
        return
    widths = [max(len(row[column]) for row in [HEAD, *rows]) for column in range(3)]
    terminalreporter.section("figures")
    for row in [HEAD, tuple("-" * width for width in widths), *rows]:
        cells = " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        terminalreporter.write_line(f"| {cells} |")
