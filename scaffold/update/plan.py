"""Decide what an update is: from which tree to which, with which answers, and what git makes of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from .. import __version__, answers, catalogue, changelog, history, record
from ..errors import ScaffoldError, Unclean, UsageProblem
from ..models import Template, Value
from ..prompter import Prompter
from ..record import RECORD, Record
from ..suggest import unknown
from ..talk import Talk
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
    prompter: Prompter | None = None
    trust: bool = False
    limits: tuple[str, ...] = ()
    talk: Talk = field(default_factory=lambda: Talk(quiet=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a project is to become: the render, the version's name, and what is to be told about the way there."""

    version: str
    new: Pristine
    migrated: list[str]
    added: dict[str, Value]
    changelog: dict[str, str]
    same_version: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Everything that is known before anything is written."""

    old: Record
    goal: Goal
    base: base.Base
    new_entries: entries.Entries
    merged: Merged
    changes: list[Change]

    @property
    def nothing(self) -> bool:
        """Tell whether the project is what the update would make it."""
        return not self.changes and not self.merged.conflicts

    @property
    def template(self) -> str:
        """Name the template so that it is known from others of the name."""
        return f"the {self.old.template} template" if self.old.foreign else f"scaffold's {self.old.template} template"


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
    goal = strangers_goal(project, old, wish) if old.foreign else own_goal(project, old, wish)
    written = entries.of_folder(project.git, goal.new.folder, modes(goal.new))
    leave = base.Leave(trust=wish.trust, pairs=wish.pairs, limits=wish.limits)
    start = base.find(project, old, leave)
    labels = (f"{old.template} {shown(old)}", f"{old.template} {goal.version}")
    merged = merge(project, start.entries, written, labels)
    advance(project, merged, entry, record.advanced(text, full_record(goal.new)))
    return Update(
        old=old,
        goal=goal,
        base=start,
        new_entries=written,
        merged=merged,
        changes=changes(project, merged.tree),
    )


def shown(old: Record) -> str:
    """Name the version that a project is at, as the one it goes to is named."""
    if not old.foreign:
        return old.version
    from .strangers import label  # noqa: PLC0415 - what only other people's templates need

    return label(old.ref, old.commit or old.digest or old.version)


def own_goal(project: Project, old: Record, wish: Wish) -> Goal:
    """Render one of our templates anew."""
    template, version = wanted(project, old, wish.version)
    values, said = migrated(template.raw(), old.answers, old.version)
    kept = {name: value for name, value in values.items() if name not in wish.pairs}
    given = answers.take(template, kept, RECORD) | answers.take(template, wish.pairs, "--set")
    known = set(given)
    if wish.ask:
        wish.ask(template, given)
    new = rendered(template, given, project.scratch / "new")
    return Goal(
        version=version,
        new=new,
        migrated=said,
        added={name: value for name, value in new.answers.values.items() if name not in known},
        changelog=changelog.between(old.version, version),
        same_version=version == old.version,
    )


def strangers_goal(project: Project, old: Record, wish: Wish) -> Goal:
    """Render somebody else's template anew, in the version asked for or the newest."""
    from ..foreign import limits  # noqa: PLC0415 - what only other people's templates need
    from . import strangers  # noqa: PLC0415 - for strangers' templates alone

    source = strangers.origin(old, wish.version) if wish.version else strangers.newest(old)
    wanted = strangers.Wanted(
        source=source,
        checkout=source.ref,
        given={**old.answers, **wish.pairs},
        output=project.folder.parent,
        talk=wish.talk,
        prompter=wish.prompter,
        trust=wish.trust,
        limits=limits.read(wish.limits),
        migrate_from=shown(old),
    )
    found = strangers.render(wanted, project.scratch / "new")
    return Goal(
        version=found.label,
        new=found.pristine,
        migrated=found.said,
        added=found.added,
        changelog=found.changelog,
        same_version=found.exact in {old.commit, old.digest},
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
