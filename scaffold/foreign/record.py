"""Record in a project what made it, secrets apart."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .obtain import Obtained

FILE = ".scaffold.toml"
SECRET = re.compile(r"passw(or)?d|passphrase|secret|token|api_?key|access_?key|private_?key|credential", re.IGNORECASE)
BARE = re.compile(r"[A-Za-z0-9_-]+")


def without_secrets(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the private variables, and every answer whose name says that it is a secret."""
    return {
        name: without_secrets(value) if isinstance(value, dict) else value
        for name, value in answers.items()
        if not SECRET.search(name) and not name.startswith("_")
    }


def write(project: Path, obtained: Obtained, inner: str, answers: Mapping[str, Any]) -> None:
    """Write the record, unless the template brings one of its own."""
    file = project / FILE
    if not file.exists():
        file.write_text("\n".join(_lines(obtained, inner, answers)) + "\n", "utf-8")


def _lines(obtained: Obtained, inner: str, answers: Mapping[str, Any]) -> Iterator[str]:
    shown = without_secrets(answers)
    yield "# What made this project."
    yield "[template]"
    source = obtained.source.name.partition("#")[0]
    parts = {
        "name": inner or Path(source).stem,
        "version": obtained.source.ref or obtained.version,
        "source": source,
        **({"folder": inner} if inner else {}),
        "commit" if obtained.source.kind == "git" else "digest": obtained.version,
    }
    yield from (f"{name} = {_value(value)}" for name, value in parts.items())
    yield "\n[answers]"
    yield from (f"{_key(name)} = {_value(value)}" for name, value in shown.items() if value is not None)
    left_out = sorted(name for name in answers if name not in shown and not name.startswith("_"))
    if left_out:
        yield f"# not recorded: {', '.join(left_out)}"


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else _value(name)


def _value(value: Any) -> str:  # noqa: ANN401 - JSON
    """Write a value in TOML: its strings are JSON's, but for one character (TOML 1.0, strings)."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(key)} = {_value(each)}' for key, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
