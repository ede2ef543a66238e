"""Say what changed between two versions, from the changelog that comes with the templates."""

import re
from pathlib import Path

from . import catalogue
from .versions import Version


def between(old: str, new: str, folder: Path | None = None) -> dict[str, str]:
    """Return the text of each version after `old` up to `new`, newest first, from the changelog in a folder or ours."""
    path = (folder or catalogue.root()) / "CHANGELOG.md"
    sections = read(path) if path.is_file() else {}
    chosen = [name for name in sections if Version(old) < Version(name) <= Version(new)]
    return {name: sections[name] for name in sorted(chosen, key=Version, reverse=True)}


def read(path: Path) -> dict[str, str]:
    """Split a changelog at its headings of versions."""
    parts = re.split(r"^## \[?v?(\d[^\s\]]*).*$", path.read_text("utf-8", "replace"), flags=re.MULTILINE)
    return {name: text.strip() for name, text in zip(parts[1::2], parts[2::2], strict=True)}
