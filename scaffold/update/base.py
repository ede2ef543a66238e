"""Find what the project was before its team touched it, and believe nothing that cannot be verified.

The id in the record says what the tree must be. It is looked for in the project's own objects, then rendered again from
the templates of the recorded version. Where neither gives that tree, no file that differs is taken for untouched.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from .. import __version__, catalogue, history
from ..errors import ScaffoldError
from ..models import Template
from ..record import Record
from .entries import Entries, of_folder, of_tree
from .pristine import Pristine, modes, rendered
from .project import Project

Source = Literal["objects", "templates", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The files to compare with, and whether they are known to be what the template made."""

    entries: Entries
    verified: bool
    source: Source
    why: str = ""


def find(project: Project, record: Record, *, trust: bool = False) -> Base:
    """Return the first base that verifies, else one that takes no touched file for the template's.

    Raises:
        ScaffoldError: nothing can be said about the recorded version.

    """
    if record.tree and project.git.has("cat-file", "-e", f"{record.tree}^{{tree}}"):
        entries = of_tree(project.git, record.tree)
        return Base(entries=entries, verified=True, source="objects")
    nearest: Pristine | None = None
    why = f"the templates of {record.version} are not known here"
    if record.source and not trust:
        why = f"it was made from {record.source}; --trust fetches that and runs its templates"
    for number, find_template in enumerate(_places(project, record, trust=trust)):
        try:
            template = find_template()
            if template is None:
                continue
            nearest = rendered(template, record.answers, project.scratch / f"base{number}")
        except ScaffoldError as error:
            why = f"{record.version} does not render as recorded: {error.message}"
            continue
        if nearest.tree == record.tree:
            entries = of_folder(project.git, nearest.folder, modes(nearest))
            return Base(entries=entries, verified=True, source="templates")
        why = "its tree is not the recorded one" if record.tree else "the record names no tree"
    entries = of_folder(project.git, nearest.folder, modes(nearest)) if nearest else {}
    return Base(entries=untouched(project, entries), verified=False, source="none", why=why)


def untouched(project: Project, entries: Entries) -> Entries:
    """Keep of an unverified base the files that the project has just so, and those that it has no longer."""
    present = project.entries()
    return {path: entry for path, entry in entries.items() if present.get(path, entry) == entry}


def _places(project: Project, record: Record, *, trust: bool) -> Iterator[Callable[[], Template | None]]:
    """List where the project's template may be; that of a repository can do anything, so only if told to."""
    source, commit = record.source, record.commit
    if source:
        if commit and trust:
            yield lambda: history.fetch(project.git, source, commit, record.template, project.scratch)
        return
    if record.version in history.releases():
        yield lambda: history.unpack(project.git, record.version, record.template, project.scratch)
    if record.version == __version__ and record.template in catalogue.names():
        yield lambda: catalogue.load(record.template)
