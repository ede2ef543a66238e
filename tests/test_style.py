"""This repository keeps the rules that it generates."""

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


@pytest.mark.parametrize("check", CHECKS)
def test_repository_keeps_its_rules(check: str) -> None:
    done = subprocess.run([sys.executable, *CHECKS[check]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
