"""Remember which versions of which templates their user lets run code."""

import contextlib
import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from .. import cache, lock
from ..errors import ScaffoldError
from .code import Code

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """One version of one template that may run its code, and the code as it was then."""

    source: str
    version: str
    since: str
    code: Mapping[str, str]


def path() -> Path:
    """Return where trust is remembered."""
    return Path(click.get_app_dir("scaffold")) / "trust.json"


def load() -> list[Trust]:
    """Read what is trusted.

    Raises:
        ScaffoldError: the file is not as it was written, or somebody else could have written it.

    """
    if not path().exists():
        return []
    content = cache.read(path())
    if content is None:
        message = f"{str(path())!r} is not yours alone to write, so nothing in it is believed: remove it"
        raise ScaffoldError(message)
    try:
        entries: list[dict[str, Any]] = json.loads(content)["trusted"]
        return [_checked(entry) for entry in entries]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = f"{str(path())!r} is damaged: remove it, and trust templates again"
        raise ScaffoldError(message) from error


def _checked(entry: dict[str, Any]) -> Trust:
    trust = Trust(**entry)
    if not all(isinstance(text, str) for text in (trust.source, trust.version, trust.since, *trust.code.values())):
        message = "not texts"
        raise TypeError(message)
    return trust


def is_trusted(source: str, version: str) -> bool:
    """Tell whether a version may run its code."""
    return any((entry.source, entry.version) == (source, version) for entry in load())


def add(source: str, version: str, code: Code) -> None:
    """Remember a version."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with _alone():
        others = [entry for entry in load() if (entry.source, entry.version) != (source, version)]
        _save([*others, Trust(source=source, version=version, since=now, code=dict(code.texts))])


def remove(source: str) -> list[Trust]:
    """Forget every version of a source and return what was forgotten."""
    if not path().exists():
        return []
    with _alone():
        entries = load()
        gone = [entry for entry in entries if entry.source == source]
        if gone:
            _save([entry for entry in entries if entry not in gone])
    return gone


def difference(source: str, code: Code) -> list[str]:
    """Compare the code with that of the version of the same source that was trusted last; no lines without one."""
    known = [entry for entry in load() if entry.source == source]
    if not known:
        return []
    before = known[-1].code
    lines: list[str] = []
    for name in sorted({*before, *code.texts}):
        old, new = (texts.get(name, "").splitlines() for texts in (before, code.texts))
        lines += difflib.unified_diff(old, new, f"trusted/{name}", f"now/{name}", lineterm="")
    return lines or [f"the code is that of version {known[-1].version[:19]}, other files have changed"]


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Keep other runs from writing what they read before this one wrote."""
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        with lock.held(path().parent.resolve(), wait=True):
            yield
    except OSError as error:
        message = f"cannot remember in {str(path())!r} what is trusted: {error.strerror}"
        raise ScaffoldError(message) from error


def _save(entries: list[Trust]) -> None:
    content = json.dumps({"schema": SCHEMA, "trusted": [asdict(entry) for entry in entries]}, indent=2)
    part = path().with_suffix(".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_text(content, "utf-8")
    part.replace(path())
