"""What programs read is documented, key by key."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import ROOT, Command

NEW = ("new", "shop", "-t", "flask", "--yes", "--no-install", "--no-git", "--json")
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


@pytest.mark.parametrize("command", [NEW, (*NEW, "--dry-run"), ("list", "--json"), ("show", "flask", "--json")])
def test_every_key_is_documented(scaffold: Command, command: tuple[str, ...]) -> None:
    documented = set(re.findall(r"`(\w+)`", (ROOT / "docs/json.md").read_text("utf-8")))
    result = json.loads(scaffold(*command).stdout)
    assert set(keys(result)) <= documented
    assert result["schema"] == 1
