"""Find what the project was before its team touched it, and believe nothing that cannot be verified.

The id in the record says what the tree must be. It is looked for in the project's own objects, then rendered again from
the templates of the recorded version. Where neither gives that tree, no file that differs is taken for untouched.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from .. import __version__, catalogue, history
from ..errors import ScaffoldError
from ..record import Record
from ..talk import Talk
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """What may be done to find it: whether fetched templates may run, answers that no record holds, other limits."""

    trust: bool = False
    pairs: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[str, ...] = ()


def find(project: Project, record: Record, leave: Leave) -> Base:
    """Return the first base that verifies, else one that takes no touched file for the template's."""
    if record.tree and project.git.has("cat-file", "-e", f"{record.tree}^{{tree}}"):
        entries = of_tree(project.git, record.tree)
        return Base(entries=entries, verified=True, source="objects")
    nearest: Pristine | None = None
    why = f"the templates of {record.shown} are not known here"
    for number, render in enumerate(_places(project, record, leave)):
        try:
            found = render(project.scratch / f"base{number}")
        except ScaffoldError as error:
            why = f"{record.shown} does not render as recorded: {error.message}"
            continue
        nearest = found or nearest
        if found is None:
            continue
        if found.tree == record.tree:
            entries = of_folder(project.git, found.folder, modes(found))
            return Base(entries=entries, verified=True, source="templates")
        why = "its tree is not the recorded one" if record.tree else "the record names no tree"
    entries = of_folder(project.git, nearest.folder, modes(nearest)) if nearest else {}
    return Base(entries=untouched(project, entries), verified=False, source="none", why=why)


def untouched(project: Project, entries: Entries) -> Entries:
    """Keep of an unverified base the files that the project has just so, and those that it has no longer."""
    present = project.entries()
    return {path: entry for path, entry in entries.items() if present.get(path, entry) == entry}


def _places(project: Project, record: Record, leave: Leave) -> Iterator[Callable[[Path], Pristine | None]]:
    """List where the project's template may be."""
    if record.source:
        if record.commit or record.digest:
            yield lambda into: _strangers(project, record, leave, into)
        return
    if record.version in history.releases():
        yield lambda into: _packed(project, record, into)
    if record.version == __version__ and record.template in catalogue.names():
        yield lambda into: rendered(catalogue.load(record.template), record.answers, into)


def _packed(project: Project, record: Record, into: Path) -> Pristine | None:
    template = history.unpack(project.git, record.version, record.template, project.scratch)
    return rendered(template, record.answers, into) if template else None


def _strangers(project: Project, record: Record, leave: Leave, into: Path) -> Pristine:
    """Render the template of a repository as it was at the recorded commit, whatever its tags say now."""
    from ..foreign import limits  # noqa: PLC0415 - what only other people's templates need
    from ..foreign.record import is_secret  # noqa: PLC0415 - for strangers' templates alone
    from . import strangers  # noqa: PLC0415 - for strangers' templates alone

    given = {name: value for name, value in leave.pairs.items() if is_secret(name)}
    wanted = strangers.Wanted(
        source=strangers.origin(record, record.commit),
        given={**record.answers, **given},
        output=project.folder.parent,
        talk=Talk(quiet=True),
        trust=leave.trust,
        limits=limits.read(leave.limits),
        strict=False,
        checkout=record.ref,
    )
    return strangers.render(wanted, into).pristine
