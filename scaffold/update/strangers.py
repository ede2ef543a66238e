"""Render somebody else's template for a project that it made: as it was then, or as it is now.

It is obtained, held in the sandbox and trusted just as by `scaffold new`.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .. import changelog
from ..errors import ScaffoldError, UsageProblem
from ..foreign import git, job, newer, questions, source
from ..foreign.limits import Limits
from ..foreign.obtain import Obtained, obtained
from ..foreign.record import is_secret, without_secrets
from ..models import Answers, Template, Value
from ..plain import plain
from ..prompter import Prompter
from ..record import RECORD, Record, short
from ..talk import Talk
from ..treeid import read_files, tree_id
from .migrate import migrated
from .pristine import Pristine


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to render: from where, with which answers, whom to ask for the others, and whether its code may run."""

    source: source.Source
    given: Mapping[str, Any]
    output: Path
    talk: Talk
    prompter: Prompter | None = None
    trust: bool = False
    migrate_from: str | None = None
    limits: Limits = field(default_factory=Limits)
    strict: bool = True
    checkout: str | None  # what a template sees as the reference that was asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What came of it."""

    pristine: Pristine
    label: str
    exact: str
    added: dict[str, Value]
    said: list[str]
    changelog: dict[str, str]


def origin(record: Record, ref: str | None) -> source.Source:
    """Return where a project's template is, at a reference.

    Raises:
        UsageProblem: there can be none of that name.
        ScaffoldError: it is not there.

    """
    if ref is not None and not source.is_ref(ref):
        message = f"{ref!r} cannot be a tag, branch or commit"
        raise UsageProblem(message)
    try:
        found = source.parse(str(record.source))
    except UsageProblem as problem:
        message = f"{RECORD} names a source that cannot be used: {problem.message.removeprefix('--template ')}"
        raise ScaffoldError(message) from problem
    kind = "git" if record.commit else found.kind
    if ref is not None and kind != "git":
        message = f"{found.name!r} has no versions: leave out --to"
        raise UsageProblem(message)
    folder = record.folder or f"templates/{record.template}"  # a fork of ours
    return replace(found, kind=kind, ref=ref, subfolder=None if folder == "." else folder)


def newest(record: Record) -> source.Source:
    """Return the newest version that a project can go to."""
    found = origin(record, record.ref)
    if found.kind != "git":
        return found
    try:
        with git.opened(found, Limits()) as repository:
            return replace(found, ref=newer.newest(repository, record.ref))
    except ScaffoldError as error:
        message = f"cannot ask {found.name!r} what is new: {error.message}"
        raise ScaffoldError(message) from error


def label(ref: str | None, exact: str) -> str:
    """Name a version for people: a release by its tag, which does not move, all else by what it was exactly."""
    return ref if ref and newer.is_release(ref) and not newer.begins(ref, exact) else short(exact)


def render(wanted: Wanted, into: Path) -> Rendered:
    """Render below an empty folder.

    Raises:
        UsageProblem: the template does not take these answers.
        TemplateBroken: it would run code and is not trusted, or does not render.
        ScaffoldError: it cannot be had.

    """
    into.mkdir(parents=True)
    with obtained(wanted.source, wanted.limits, wanted.talk) as found, tempfile.TemporaryDirectory() as scratch:
        given, said = carried(wanted, questions.read(found.folder))
        with job.prepared(as_job(wanted, found, given), Path(scratch)) as ready:
            folder = ready.render(into)
            values = without_secrets(ready.values)
        now = label(wanted.source.ref, found.version)
        return Rendered(
            pristine=as_pristine(wanted.source.name, folder, values),
            label=now,
            exact=found.version,
            added={name: value for name, value in values.items() if name not in given},
            said=[plain(text) for text in said],
            changelog=changes(found, wanted.migrate_from, now),
        )


def carried(wanted: Wanted, raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Carry the answers over to the version that is to be rendered.

    Raises:
        UsageProblem: a secret is missing, and nobody is there to be asked.

    """
    given, said = dict(wanted.given), list[str]()
    if wanted.migrate_from is not None:
        given, said = migrated(raw, given, wanted.migrate_from)
    if wanted.prompter is None and wanted.strict:
        check_secrets(raw, given)
    return given, said


def as_job(wanted: Wanted, found: Obtained, given: dict[str, Any]) -> job.Job:
    """Put together what renders it."""
    return job.Job(
        talk=wanted.talk,
        limits=wanted.limits,
        obtained=found,
        given=given,
        prompter=wanted.prompter,
        trust=wanted.trust,
        output=wanted.output,
        checkout=wanted.checkout,
    )


def questions_of(where: source.Source) -> set[str]:
    """List what a template asks."""
    with obtained(where, Limits(), Talk(quiet=True)) as found:
        return {name for name in questions.read(found.folder) if not name.startswith("_")}


def check_secrets(raw: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Refuse to put a default in the place of a secret.

    Raises:
        UsageProblem: one is asked for that no record holds.

    """
    missing = [name for name in raw if is_secret(name) and not name.startswith("_") and name not in given]
    if missing:
        message = f"{missing[0]} is a secret, which no record holds: give it with --set {missing[0]}=..."
        raise UsageProblem(message)


def as_pristine(name: str, folder: Path, values: Mapping[str, Any]) -> Pristine:
    """Read what was rendered."""
    template = Template(name=name, title=name, summary="", path=folder, questions=(), reserved=())
    record, files = folder / RECORD, read_files(folder)
    return Pristine(
        answers=Answers(template=template, values=values),
        folder=folder,
        files=files,
        tree=tree_id(files),
        record=record.read_text("utf-8") if record.is_file() else "",
    )


def changes(found: Obtained, old: str | None, new: str) -> dict[str, str]:
    """Return what a template's own changelog says of the releases in between."""
    if old is None or not (newer.is_release(old) and newer.is_release(new)):
        return {}
    for folder in (found.folder, found.root):
        if (folder / "CHANGELOG.md").is_file():
            return {name: plain(text) for name, text in changelog.between(old, new, folder).items()}
    return {}
