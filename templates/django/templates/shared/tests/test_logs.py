import json
import subprocess
import sys

import pytest

from {{ cookiecutter.package_name }}.logs import request_id_from

SCRIPT = """
import logging, structlog
from {{ cookiecutter.package_name }}.logs import configure_logs
configure_logs("INFO", "{style}")
structlog.stdlib.get_logger("ours").info("event", number=1)
logging.getLogger("theirs").warning("hello %s", "world")
logging.getLogger("theirs").debug("unseen")
secret = "hunter2"
try:
    1 / 0
except ZeroDivisionError:
    structlog.stdlib.get_logger("ours").exception("crash")
"""


def lines_of(style: str) -> list[str]:
    command = [sys.executable, "-c", SCRIPT.format(style=style)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    return done.stdout.splitlines()


def test_each_event_is_one_object() -> None:
    ours, theirs, crash = (json.loads(line) for line in lines_of("json"))
    assert (ours["event"], ours["level"], ours["logger"], ours["number"]) == (
        "event",
        "info",
        "ours",
        1,
    )
    assert (theirs["event"], theirs["logger"]) == ("hello world", "theirs")
    assert crash["exception"][0]["exc_type"] == "ZeroDivisionError"


@pytest.mark.parametrize("style", ["json", "console"])
def test_crash_tells_no_values(style: str) -> None:
    assert "hunter2" not in str(lines_of(style))


def test_console_is_readable() -> None:
    assert "hello world" in lines_of("console")[1]


@pytest.mark.parametrize("header", ["a", "A.b_c-9", "x" * 128])
def test_sane_request_id_is_taken(header: str) -> None:
    assert request_id_from(header) == header


@pytest.mark.parametrize("header", [None, "", "x" * 129, "a b", "a\n", "ü"])
def test_other_request_id_is_replaced(header: str | None) -> None:
    assert len(request_id_from(header)) == 32
