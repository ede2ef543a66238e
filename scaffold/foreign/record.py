"""Record in a project what made it, secrets apart."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..treeid import read_files, tree_id
from .obtain import Obtained

FILE = ".scaffold.toml"
SECRET = re.compile(r"passw(or)?d|passphrase|secret|token|api_?key|access_?key|private_?key|credential", re.IGNORECASE)
BARE = re.compile(r"[A-Za-z0-9_-]+")


def is_secret(name: str) -> bool:
    """Tell from a question's name whether its answer is a secret."""
    return SECRET.search(name) is not None


def without_secrets(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the private variables, and every answer whose name says that it is a secret."""
    return {
        name: without_secrets(value) if isinstance(value, dict) else value
        for name, value in answers.items()
        if not is_secret(name) and not name.startswith("_")
    }


def write(project: Path, obtained: Obtained, inner: str, answers: Mapping[str, Any]) -> None:
    """Write the record, or complete one that the template brings: with where that was, and the id of the tree."""
    file = project / FILE
    origin = dict(_origin(obtained, inner))
    text = file.read_text("utf-8") if file.is_file() else ""
    if "[template]\n" in text and "[answers]" in text and "\nsource = " not in text:
        more = "".join(f"{name} = {_value(value)}\n" for name, value in origin.items())
        text = text.replace("[template]\n", f"[template]\n{more}", 1)
    elif text:  # of another tool
        return
    else:
        text = "\n".join(_lines(obtained, origin, inner, answers)) + "\n"
    if "[render]" not in text:
        text += f'\n[render]\ntree = "{tree_id(read_files(project))}"\n'
    file.write_text(text, "utf-8")


def _origin(obtained: Obtained, inner: str) -> Iterator[tuple[str, str]]:
    """Say where the template came from: the source, what was asked for there, what that was, the folder inside it."""
    yield "source", obtained.source.name.partition("#")[0]
    if obtained.source.ref not in {None, obtained.version}:
        yield "ref", str(obtained.source.ref)
    yield "commit" if obtained.source.kind == "git" else "digest", obtained.version
    yield "folder", inner or "."


def _lines(obtained: Obtained, origin: Mapping[str, str], inner: str, answers: Mapping[str, Any]) -> Iterator[str]:
    shown = without_secrets(answers)
    yield "# What made this project."
    yield "[template]"
    parts = {"name": inner or Path(origin["source"]).stem, "version": obtained.source.ref or obtained.version, **origin}
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
