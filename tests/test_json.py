"""What programs read is documented, key by key."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scaffold.cli import cli, trust
from tests.conftest import ROOT, Command
from tests.foreign import make

NEW = ("new", "shop", "-t", "flask", "--yes", "--no-install", "--no-git", "--json")
OTHERS = (
    ("list", "--json"),
    ("show", "flask", "--json"),
    ("doctor", "--json"),
    ("completion", "bash", "--json"),
    ("trust", "list", "--json"),
)
OPEN = {"answers"}  # its keys are the names of questions


def keys(value: Any) -> Iterator[str]:
    """List every key in a result."""
    if isinstance(value, list):
        for entry in value:
            yield from keys(entry)
    elif isinstance(value, dict):
        for name, entry in value.items():
            yield name
            if name not in OPEN:
                yield from keys(entry)


@pytest.mark.parametrize("command", [NEW, (*NEW, "--dry-run"), *OTHERS])
def test_every_key_is_documented(scaffold: Command, command: tuple[str, ...]) -> None:
    documented = set(re.findall(r"`(\w+)`", (ROOT / "docs/json.md").read_text("utf-8")))
    result = json.loads(scaffold(*command).stdout)
    assert set(keys(result)) <= documented
    assert result["schema"] == 1


def test_every_command_has_a_result_for_programs() -> None:
    commands = {**cli.commands, **trust.commands}
    without = [name for name, each in commands.items() if "--json" not in [opt for p in each.params for opt in p.opts]]
    assert without == ["trust"]  # a group, whose commands have it


def test_every_key_of_other_templates_is_documented(scaffold: Command, tmp_path: Path) -> None:
    documented = set(re.findall(r"`(\w+)`", (ROOT / "docs/json.md").read_text("utf-8")))
    make(tmp_path / "t", _extensions=["jinja2.ext.do"])
    result = json.loads(scaffold("new", "-t", "./t", "--yes", "--no-git", "--trust", "--json").stdout)
    trusted = json.loads(scaffold("trust", "list", "--json").stdout)
    gone = json.loads(scaffold("trust", "remove", "./t", "--json").stdout)
    assert {*keys(result), *keys(trusted)} <= documented
    assert gone == trusted
