"""`scaffold adopt`: write the record of a project that has none, so that it can be updated."""

import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import answers, catalogue, record
from ..errors import Interrupted, ScaffoldError, UsageProblem
from ..prompter import for_this_terminal
from ..talk import Talk
from ..treeid import RECORD
from ..update import adopt, git, plan, report
from ..update.adopt import Likeness

if TYPE_CHECKING:
    from ..foreign.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the command line asked for."""

    template: str | None = None
    version: str | None = None
    source: str | None = None
    commit: str | None = None
    pairs: tuple[str, ...] = ()
    yes: bool = False
    trust: bool = False
    as_json: bool = False


def run(request: Request) -> int:
    """Find out what made the project in the current folder and record it.

    Raises:
        ScaffoldError: nothing here is like any template; nothing is written then.

    """
    project, talk = Path.cwd(), Talk()
    found = adopt.hints(project) | recorded(project)
    template = request.template or found.get("template") or found.get("cruft_source")
    if template is None:
        message = f"what was it made from? name it with --template: one of {', '.join(catalogue.names())}"
        raise UsageProblem(message)
    clues = adopt.Clues(
        template=str(template),
        version=request.version or found.get("version"),
        source=request.source,
        commit=commit_of(request, found),
        said=answers.read_flags(request.pairs),
        found=found,
        trust=request.trust,
    )
    likeness = look(project, clues, stranger(request, found), talk)
    agree(request, likeness, talk)
    write(project, likeness, {"source": clues.source, "commit": clues.commit} if clues.source and clues.commit else {})
    if request.as_json:
        report.print_json(as_data(project, likeness))
    talk.say(f"\nWrote {RECORD}. Commit it; then scaffold diff shows what you changed, and scaffold update works.")
    return 0


def look(project: Path, clues: adopt.Clues, where: "Source | None", talk: Talk) -> Likeness:
    """Render what may have made the project, and compare."""
    with tempfile.TemporaryDirectory(prefix="scaffold-") as scratch:
        if where:
            return adopt.nearest_of(project, where, clues, talk, Path(scratch))
        program = git.Git(program=git.find(), folder=project)
        return adopt.nearest(program, project, clues, Path(scratch))


def stranger(request: Request, found: dict[str, Any]) -> "Source | None":
    """Return the source of somebody else's template: the one named, or the one that cruft took the project from."""
    from ..foreign import source  # noqa: PLC0415 - for templates that are not ours

    if request.template:
        ours = request.template in catalogue.names() or not source.looks_like_source(request.template)
        return None if ours else source.parse(request.template)
    place, commit = str(found.get("cruft_source", "")), str(found.get("cruft_commit", ""))
    if found.get("template") in catalogue.names() or not place or not source.is_ref(commit):
        return None
    where = source.parse(f"{place}#{found['cruft_directory']}" if found.get("cruft_directory") else place)
    return replace(where, kind="git", ref=commit)


def commit_of(request: Request, found: dict[str, Any]) -> str | None:
    """Return the commit to look at in the repository that was named.

    Raises:
        UsageProblem: there is none, or it is no full id.

    """
    commit = request.commit or (found.get("cruft_commit") if request.source else None)
    if (commit is None) != (request.source is None):
        message = "--source and --commit go together: the repository, and the commit the project was made from"
        raise UsageProblem(message)
    if commit is not None and not re.fullmatch("[0-9a-f]{40}", commit):
        message = f"--commit takes the full id of a commit, 40 digits, not {commit!r}"
        raise UsageProblem(message)
    return commit


def recorded(project: Path) -> dict[str, Any]:
    """Read what a record says that is there already; one that cannot be read says nothing."""
    try:
        found = record.read(project)
    except ScaffoldError:
        return {}
    return {**found.answers, "template": found.template, "version": found.version}


def agree(request: Request, found: Likeness, talk: Talk) -> None:
    """Show what was found out, and go on only with the user's word.

    Raises:
        Interrupted: the user knows better.

    """
    given = found.pristine.answers
    talk.say(f"{given.template.name} {found.version}", bold=True)
    for name, value in given.values.items():
        talk.say(f"  {name}={report.shown(value)}")
    talk.say(f"  {found.same} files are as it makes them, {found.different} differ, {found.missing} are missing")
    if not request.yes and not for_this_terminal().confirm("Is that what made it", default=True):
        message = "stopped; nothing was written: say what is different with --template, --version and --set"
        raise Interrupted(message)


def write(project: Path, found: Likeness, origin: dict[str, str]) -> None:
    """Write the record, into the lines of one that is there."""
    path, new = project / RECORD, plan.full_record(found.pristine, origin)
    present = path.read_text("utf-8") if recorded(project) else new
    path.write_text(record.advanced(present, new), "utf-8", newline="\n")


def as_data(project: Path, found: Likeness) -> dict[str, Any]:
    """Describe what was found out for programs."""
    given = found.pristine.answers
    return {
        "schema": report.SCHEMA,
        "project": {"path": str(project)},
        "template": given.template.name,
        "version": found.version,
        "answers": dict(given.values),
        "same": found.same,
        "different": found.different,
        "missing": found.missing,
    }
