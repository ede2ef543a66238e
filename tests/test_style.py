"""This repository keeps the rules that it generates."""

import re
import subprocess
import sys

import pytest

from .conftest import ROOT

CHECKS = {
    "style": ("-m", "ruff", "check"),
    "format": ("-m", "ruff", "format", "--check"),
    "types": ("-m", "mypy"),
    "copies": ("scripts/sync.py", "--check"),
    "locks": ("scripts/lock.py", "--check"),
}
BARE_IGNORE = re.compile(r"# (noqa(: [A-Z]+[0-9]+(, ?[A-Z]+[0-9]+)*)?|type: ignore(\[[a-z, -]+\])?)\s*$")


@pytest.mark.parametrize("check", CHECKS)
def test_repository_keeps_its_rules(check: str) -> None:
    done = subprocess.run([sys.executable, *CHECKS[check]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_ignore_has_a_reason() -> None:
    rooms = ("bench", "contract", "hooks", "scaffold", "scripts", "shared", "templates", "tests")
    lines = (
        (path, number, line)
        for room in rooms
        for path in sorted((ROOT / room).rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
    )
    assert [f"{path.relative_to(ROOT)}:{number}" for path, number, line in lines if BARE_IGNORE.search(line)] == []
