"""The documentation names what there is."""

import re

import click
import pytest

from scaffold.cli import cli

from .conftest import ROOT

COMMANDS = sorted(cli.commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented(command: str) -> None:
    page = (ROOT / "docs/commands" / f"{command}.md").read_text("utf-8")
    options = [name for one in cli.commands[command].params if isinstance(one, click.Option) for name in one.opts]
    assert [name for name in options if f"`{name}" not in page] == []


def test_every_page_is_a_command() -> None:
    assert sorted(path.stem for path in (ROOT / "docs/commands").glob("*.md")) == COMMANDS


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/service-contract.md"])
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    links = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []
