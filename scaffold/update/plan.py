"""Decide what an update is: from which tree to which, with which answers, and what git makes of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from .. import __version__, answers, catalogue, changelog, history, record
from ..errors import ScaffoldError, Unclean, UsageProblem
from ..models import Template, Value
from ..record import Record
from ..suggest import unknown
from ..treeid import RECORD
from ..versions import Version, newer
from . import base, entries
from .entries import Entry
from .merge import Change, Merged, changes, merge
from .migrate import migrated
from .pristine import Pristine, modes, rendered
from .project import Project

Ask: TypeAlias = Callable[[Template, dict[str, Value]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the caller wants: a version, other answers, how to ask what is new, and whether to run fetched templates."""

    version: str | None = None
    pairs: Mapping[str, str] = field(default_factory=dict)
    ask: Ask | None = None
    trust: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Everything that is known before anything is written."""

    old: Record
    version: str
    base: base.Base
    new: Pristine
    new_entries: entries.Entries
    merged: Merged
    changes: list[Change]
    migrated: list[str]
    added: dict[str, Value]
    changelog: dict[str, str]

    @property
    def nothing(self) -> bool:
        """Tell whether the project is what the update would make it."""
        return not self.changes and not self.merged.conflicts


def committed_record(project: Project) -> tuple[Record, Entry, str]:
    """Read the record as it is committed.

    Raises:
        Unclean: it is not.
        ScaffoldError: it says too little.

    """
    entry = project.entries().get(RECORD)
    if entry is None:
        message = f"{RECORD} is not committed: commit the project first"
        raise Unclean(message)
    text = project.git.run("cat-file", "blob", entry.blob).stdout.decode("utf-8", "replace")
    return record.parse(text), entry, text


def make(project: Project, wish: Wish) -> Update:
    """Render the old and the new, and merge them into the project's tree without touching its work tree."""
    old, entry, text = committed_record(project)
    template, version = wanted(project, old, wish.version)
    values, said = migrated(template, old.answers, old.version)
    kept = {name: value for name, value in values.items() if name not in wish.pairs}
    given = answers.take(template, kept, RECORD) | answers.take(template, wish.pairs, "--set")
    known = set(given)
    if wish.ask:
        wish.ask(template, given)
    new = rendered(template, given, project.scratch / "new")
    written = entries.of_folder(project.git, new.folder, modes(new))
    start = base.find(project, old, trust=wish.trust)
    labels = (f"{old.template} {old.version}", f"{old.template} {version}")
    merged = merge(project, start.entries, written, labels)
    advance(project, merged, entry, record.advanced(text, full_record(new)))
    return Update(
        old=old,
        version=version,
        base=start,
        new=new,
        new_entries=written,
        merged=merged,
        changes=changes(project, merged.tree),
        migrated=said,
        added={name: value for name, value in new.answers.values.items() if name not in known},
        changelog=changelog.between(old.version, version),
    )


def wanted(project: Project, old: Record, version: str | None) -> tuple[Template, str]:
    """Find the template in the version to go to: the newest where none is named.

    Raises:
        UsageProblem: there is no such version, or it is older than the project's.
        ScaffoldError: the project is newer than this scaffold, or the template is no more.

    """
    if newer(old.version, __version__):
        message = f"the project is at {old.version}, and this is scaffold {__version__}: upgrade scaffold first"
        raise ScaffoldError(message)
    if version is None or Version(version) == Version(__version__):
        return catalogue.load(old.template), __version__
    known = {Version(name): name for name in history.versions()}
    if Version(version) not in known:
        raise UsageProblem(unknown("version", version, sorted(history.versions(), key=Version)))
    if newer(old.version, version):
        message = f"the project is at {old.version}: an update goes forward, not back to {version}"
        raise UsageProblem(message)
    name = known[Version(version)]
    template = history.unpack(project.git, name, old.template, project.scratch)
    if template is None:
        raise UsageProblem(unknown(f"template of {name}", old.template, catalogue.names()))
    return template, name


def full_record(new: Pristine, more: Mapping[str, str] | None = None) -> str:
    """Return the record that goes with a render, the id of its tree included; `more` tells where its template was."""
    text = new.record if "[render]" in new.record else f'{new.record}\n[render]\ntree = "{new.tree}"\n'
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in (more or {}).items())
    text = text.replace("[template]\n", f"[template]\n{lines}", 1)
    record.parse(text)
    return text


def advance(project: Project, merged: Merged, entry: Entry, text: str) -> None:
    """Put the new record into the result: it is written together with all else, or not at all."""
    blob = entries.write_blob(project.git, text.encode())
    put = {project.prefix + RECORD: Entry(entry.mode, blob)}
    merged.tree = entries.write_tree(project.git, project.index, merged.tree, (), put)
