"""Carry answers over to a newer version of their template, step by step.

A template lists its steps in `_migrations`, each with the version that brought it:

    {"version": "0.3.0", "rename": {"db": "database"}}
    {"version": "0.3.0", "values": {"ci": {"travis": "github"}}}
    {"version": "0.4.0", "split": {"stack": {"full": {"worker": true, "example": true}, "lean": {"worker": false}}}}
"""

from collections.abc import Mapping
from typing import Any

from ..versions import Version


def migrated(raw: Mapping[str, Any], answers: Mapping[str, Any], version: str) -> tuple[dict[str, Any], list[str]]:
    """Return the answers as a `cookiecutter.json` asks for them now, and a sentence for each that changed."""
    steps = [step for step in raw.get("_migrations", ()) if Version(step["version"]) > Version(version)]
    carried, said = dict(answers), list[str]()
    for step in sorted(steps, key=lambda step: Version(step["version"])):
        _rename(step.get("rename", {}), carried, said)
        _values(step.get("values", {}), carried, said)
        _split(step.get("split", {}), carried, said)
    for name in [name for name in carried if name not in raw or name.startswith("_")]:
        said.append(f"{name}={_shown(carried.pop(name))} is no longer asked")
    return carried, said


def _rename(names: Mapping[str, str], answers: dict[str, Any], said: list[str]) -> None:
    for old, new in names.items():
        if old in answers:
            answers.setdefault(new, answers.pop(old))
            said.append(f"{old} is now called {new}")


def _values(changes: Mapping[str, Mapping[str, Any]], answers: dict[str, Any], said: list[str]) -> None:
    for name, table in changes.items():
        old = _shown(answers.get(name))
        if name in answers and old in table:
            answers[name] = table[old]
            said.append(f"{name}={old} is now {name}={_shown(table[old])}")


def _split(parts: Mapping[str, Mapping[str, Mapping[str, Any]]], answers: dict[str, Any], said: list[str]) -> None:
    for name, table in parts.items():
        old = _shown(answers.get(name))
        if name in answers and old in table:
            del answers[name]
            answers.update(table[old])
            now = " ".join(f"{part}={_shown(value)}" for part, value in table[old].items())
            said.append(f"{name}={old} is now {now}")


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
