"""Build what a template is rendered with from its `cookiecutter.json` and the answers, as cookiecutter does.

One thing differs on purpose: cookiecutter renders the answers themselves as templates; here an answer is only ever a
value.
"""

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from jinja2 import Environment

Context: TypeAlias = dict[str, Any]


def read(folder: Path) -> dict[str, Any]:
    """Read a template's `cookiecutter.json`."""
    raw: dict[str, Any] = json.loads((folder / "cookiecutter.json").read_text("utf-8"), object_pairs_hook=OrderedDict)
    return raw


def build(raw: Mapping[str, Any], given: Mapping[str, Any], environment: Environment, folder: Path) -> Context:
    """Complete the answers with rendered defaults and private variables."""
    return assemble(raw, dict(resolve(raw, given, environment)), given, folder)


def assemble(raw: Mapping[str, Any], values: Mapping[str, Any], given: Mapping[str, Any], folder: Path) -> Context:
    """Put values, the places that cookiecutter names, and the questions as they were before together."""
    places = {"_template": str(folder), "_output_dir": str(Path.cwd()), "_repo_dir": str(folder), "_checkout": None}
    originals = {key: value for key, value in answered(raw, given).items() if not key.startswith("_")}
    # ordered as cookiecutter's, which shows where a template prints a table
    ordered = OrderedDict((key, values[key]) for key in raw if key != "__prompts__")
    return {"cookiecutter": ordered | places, "_cookiecutter": originals}


def answered(raw: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Put the answers in the place of the defaults: of choices the chosen one first."""
    found = dict(raw)
    for name, value in given.items():
        default = found.get(name)
        if isinstance(default, list):
            found[name] = [value, *(each for each in default if each != value)]
        else:
            found[name] = value
    return found


def resolve(raw: Mapping[str, Any], given: Mapping[str, Any], environment: Environment) -> Iterator[tuple[str, Any]]:
    """Yield each variable with its value."""
    known: dict[str, Any] = {}
    for name, default in in_order(raw):
        known[name] = given[name] if name in given else value_of(name, default, environment, known)
        yield name, known[name]


def in_order(raw: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """List the variables as they are settled: first the simple ones, then the tables, which may refer to them."""
    asked = [(name, default) for name, default in raw.items() if name != "__prompts__"]
    yield from ((name, default) for name, default in asked if name.startswith("_") or not isinstance(default, dict))
    yield from ((name, default) for name, default in asked if isinstance(default, dict) and not is_fixed(name))


def is_fixed(name: str) -> bool:
    """Tell whether a variable is private and taken as it stands."""
    return name.startswith("_") and not name.startswith("__")


def value_of(name: str, default: Any, environment: Environment, known: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """Render one default; of choices the first."""
    if is_fixed(name):
        return default
    found = rendered(default, environment, known)
    return found[0] if isinstance(default, list) and not name.startswith("_") else found


def rendered(value: Any, environment: Environment, known: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """Render every text in a value; numbers become texts."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, dict):
        return {rendered(key, environment, known): rendered(each, environment, known) for key, each in value.items()}
    if isinstance(value, list):
        return [rendered(each, environment, known) for each in value]
    return environment.from_string(str(value)).render(cookiecutter=known)
