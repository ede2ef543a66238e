"""Read what a project's `.scaffold.toml` says it was made of."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import ScaffoldError

RECORD = ".scaffold.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Where a project came from: template and version, the answers, and the id of the tree as rendered."""

    template: str
    version: str
    answers: Mapping[str, Any]
    tree: str | None = None
    source: str | None = None
    commit: str | None = None
    digest: str | None = None
    ref: str | None = None
    folder: str | None = None

    @property
    def foreign(self) -> bool:
        """Tell whether somebody else's template made it: one of ours, or of a fork of ours, has no folder."""
        return self.source is not None and self.folder is not None

    @property
    def shown(self) -> str:
        """Return the version as people read it."""
        return short(self.version)


def find(folder: Path) -> Path:
    """Return the nearest folder, from here upwards, that holds a record.

    Raises:
        ScaffoldError: none does.

    """
    for candidate in (folder, *folder.parents):
        if (candidate / RECORD).is_file():
            return candidate
    message = f"no {RECORD} in {str(folder)!r} or above it: go to a project, or take one in with scaffold adopt"
    raise ScaffoldError(message)


def read(project: Path) -> Record:
    """Read the record of a project.

    Raises:
        ScaffoldError: it cannot be read, or something is missing in it.

    """
    try:
        return parse((project / RECORD).read_text("utf-8"))
    except OSError as error:
        message = f"cannot read {str(project / RECORD)!r}: {error.strerror}"
        raise ScaffoldError(message) from error


def parse(text: str) -> Record:
    """Read a record from its text.

    Raises:
        ScaffoldError: it is not TOML, or something is missing in it.

    """
    try:
        found = tomllib.loads(text)
        made_from, answers = found["template"], found["answers"]
        return Record(
            template=str(made_from["name"]),
            version=str(made_from["version"]),
            answers=dict(answers),
            tree=_id(found.get("render", {}).get("tree")),
            source=_text(made_from.get("source")),
            commit=_id(made_from.get("commit")),
            **{name: _text(made_from.get(name)) for name in ("digest", "ref", "folder")},
        )
    except tomllib.TOMLDecodeError as error:
        marks = " (a merge left its marks in it)" if "<<<<<<<" in text else ""
        message = f"{RECORD} is not valid TOML{marks}: {error}"
        raise ScaffoldError(message) from error
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        message = f"{RECORD} lacks [template] name and version, or [answers]: scaffold adopt writes it anew"
        raise ScaffoldError(message) from error


def short(version: str) -> str:
    """Shorten what is the id of a commit or a digest, and leave any other version as it is."""
    return version[:12] if _id(version) else version[:19]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _id(value: object) -> str | None:
    """Take an id of git only where it is one: any other name could lead to any other tree."""
    return value if isinstance(value, str) and re.fullmatch("[0-9a-f]{40}", value) else None


def advanced(text: str, new: str) -> str:
    """Write what a new record says into the lines of the present one: comments and tables of other tools stay."""
    wanted = _tables(new)
    table, lines = "", list[str]()
    for line in text.splitlines():
        heading = re.fullmatch(r"\[([^\[\]]+)\]\s*(#.*)?", line)
        key = re.match(r"([\w-]+|\"[^\"]*\")\s*=", line)
        if heading:
            _add_rest(lines, wanted.pop(table, {}))
            table = heading[1]
        if key and table in wanted:
            if key[1] in wanted[table]:
                lines.append(wanted[table].pop(key[1]))
        elif not (key and table in _tables(new)):
            lines.append(line)
    _add_rest(lines, wanted.pop(table, {}))
    for name, rest in wanted.items():
        lines += ["", f"[{name}]", *rest.values()] if rest else []
    return "\n".join(lines) + "\n"


def _tables(text: str) -> dict[str, dict[str, str]]:
    """List the lines of a record as the template writes it: one key a line."""
    found: dict[str, dict[str, str]] = {}
    table: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("["):
            table = found.setdefault(line.strip("[] "), {})
        elif " = " in line and not line.startswith("#"):
            table[line.partition(" = ")[0]] = line
    return found


def _add_rest(lines: list[str], rest: dict[str, str]) -> None:
    """Add what a table did not have yet, before the blank lines that end it."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    lines[end:end] = rest.values()
