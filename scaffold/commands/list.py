"""`scaffold list`: the templates, one a line."""

import json

import click

from ..catalogue import load_all

SCHEMA = 1


def run(*, as_json: bool) -> None:
    """Print the templates."""
    templates = load_all()
    if as_json:
        entries = [{"name": each.name, "title": each.title, "summary": each.summary} for each in templates]
        click.echo(json.dumps({"schema": SCHEMA, "templates": entries}, indent=2))
        return
    width = max(len(each.name) for each in templates)
    for each in templates:
        click.echo(f"{each.name:<{width}}  {each.summary}")
