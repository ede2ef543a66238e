"""Find the built-in templates and read what they ask."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from .errors import UsageProblem
from .models import Choice, Option, Question, Template, Value
from .suggest import unknown

PACKAGE = Path(__file__).resolve().parent


def root() -> Path:
    """Return the folder that holds the menu and `templates/`: inside the wheel, or the checkout."""
    return PACKAGE if (PACKAGE / "templates").is_dir() else PACKAGE.parent


@cache
def names() -> tuple[str, ...]:
    """List the templates in the order of the menu."""
    return tuple(_menu())


def load(name: str) -> Template:
    """Read one template.

    Raises:
        UsageProblem: there is none of that name.

    """
    menu = _menu()
    if name not in menu:
        raise UsageProblem(unknown("template", name, names()))
    entry = menu[name]
    return read(root() / entry["path"], name=name, title=entry["title"], summary=entry["description"])


def load_all() -> tuple[Template, ...]:
    """Read every template in the order of the menu."""
    return tuple(load(name) for name in names())


def read(path: Path, *, name: str, title: str, summary: str) -> Template:
    """Read the template in a folder from its `cookiecutter.json`."""
    raw = json.loads((path / "cookiecutter.json").read_text("utf-8"))
    asked = [key for key in raw if not key.startswith("_")]
    return Template(
        name=name,
        title=title,
        summary=summary,
        path=path.resolve(),
        questions=tuple(_question(key, raw) for key in asked),
        reserved=tuple(raw.get("_reserved", ())),
    )


@cache
def _menu() -> dict[str, dict[str, str]]:
    menu: dict[str, dict[str, str]] = json.loads((root() / "cookiecutter.json").read_text("utf-8"))["templates"]
    return menu


def _question(name: str, raw: dict[str, Any]) -> Question:
    record = raw.get("_options", {}).get(name)
    prompt = raw.get("__prompts__", {}).get(name, name)
    titles = prompt if isinstance(prompt, dict) else {"__prompt__": prompt}
    default: Value | list[str] = raw[name]
    values = default if isinstance(default, list) else []
    return Question(
        name=name,
        title=record["title"] if record else titles["__prompt__"],
        kind="choice" if values else "boolean" if isinstance(default, bool) else "text",
        default=default[0] if isinstance(default, list) else default,
        choices=tuple(Choice(value=value, title=titles.get(value, value)) for value in values),
        option=_option(record) if record else None,
    )


def _option(record: dict[str, Any]) -> Option:
    return Option(
        help=record["help"],
        extra=record["extra"],
        advanced=record.get("advanced", False),
        needs=tuple(record["needs"]),
        dependencies={value: tuple(choice["dependencies"]) for value, choice in record["choices"].items()},
    )
