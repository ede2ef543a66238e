import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from {{ cookiecutter.package_name }}.environment import get_settings
from {{ cookiecutter.package_name }}.logs import configure_logs


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    handlers = logging.getLogger().handlers[:]
    yield
    configure_logs(get_settings().log_level, get_settings().log_format)
    logging.getLogger().handlers = handlers


def test_line_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("INFO", "json")
    structlog.stdlib.get_logger("shop").warning("sold out", article=7)
    event = json.loads(capsys.readouterr().out)
    assert (event["event"], event["logger"], event["level"]) == ("sold out", "shop", "warning")
    assert event["article"] == 7
    assert event["timestamp"].endswith("Z")


def test_libraries_write_alike(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("INFO", "json")
    logging.getLogger("library").error("broken: %s", "x")
    assert json.loads(capsys.readouterr().out)["event"] == "broken: x"
