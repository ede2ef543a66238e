"""Find out what made a project that has no record of it, by rendering templates and comparing files.

What its user or another tool says about it is taken first. The rest is the choice that leaves most files as rendered.
"""

import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__, answers, catalogue, history
from ..errors import ScaffoldError, UsageProblem
from ..models import Answers, Question, Template, Value
from ..record import Record
from ..talk import Talk
from ..treeid import LEFT_OUT, read_file
from .git import Git
from .pristine import Pristine, rendered

if TYPE_CHECKING:
    from ..foreign.source import Source

CRUFT = ".cruft.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A render beside the project: how many of its files are there as rendered, are others, are missing."""

    version: str
    pristine: Pristine
    same: int
    different: int
    missing: int

    @property
    def score(self) -> int:
        """Rank it: a file that is there and differs says little, a missing one speaks against it."""
        return self.same * 2 - self.different - self.missing * 2


def hints(project: Path) -> dict[str, Any]:
    """Read what other tools left about the project: cruft its answers, Python packaging the names."""
    found: dict[str, Any] = {}
    requirements, package = _read(project / "pyproject.toml", tomllib.loads), _package(project)
    name = requirements.get("project", {}).get("name")
    if isinstance(name, str):
        found |= {"project_name": name, "project_slug": name}
    if package:
        found["package_name"] = package
    cruft = _read(project / CRUFT, json.loads)
    context = cruft.get("context", {}).get("cookiecutter", {})
    directory = cruft.get("directory") or ""
    named = {
        "template": context.get("__framework_slug") or Path(directory).name,
        "cruft_commit": cruft.get("commit"),
        "cruft_source": cruft.get("template"),
        "cruft_directory": directory,
    }
    return {**found, **context, **{key: value for key, value in named.items() if value}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What is known: template and version, what its user says, and what other tools left."""

    template: str
    version: str | None
    source: str | None
    commit: str | None
    said: Mapping[str, str]
    found: Mapping[str, Any]
    trust: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A template in one version, and how it is rendered."""

    version: str
    template: Template
    render: Callable[[Mapping[str, Any], Path], Pristine]


def nearest(git: Git, project: Path, clues: Clues, scratch: Path) -> Likeness:
    """Return the render of that template that the project is most like.

    Raises:
        ScaffoldError: none renders, or the project has nothing in common with any.

    """
    best: Likeness | None = None
    problems: list[ScaffoldError] = []
    for candidate in _candidates(git, project, clues, scratch):
        template = candidate.template
        known = {question.name for question in template.questions} - clues.said.keys()
        found_here = {key: value for key, value in clues.found.items() if key in known}
        try:
            given = answers.take(template, found_here, "answers") | answers.take(template, clues.said, "--set")
            found = _best_options(project, candidate, given, scratch / "like")
        except UsageProblem as problem:
            problems.append(problem)
            continue
        # of two that are equally like it, the later needs the smaller update
        if best is None or found.score >= best.score:
            best = found
    if best is None:
        raise problems[0] if problems else UsageProblem(_unknown(clues))
    return checked(project, best, clues.template)


def nearest_of(project: Path, where: "Source", clues: Clues, talk: Talk, scratch: Path) -> Likeness:
    """Return the render of somebody else's template in the version that is named; nothing but its answers is guessed.

    Raises:
        ScaffoldError: the project has nothing in common with it, or it does not render.

    """
    from . import strangers  # noqa: PLC0415 - what only other people's templates need

    asked = strangers.questions_of(where)
    found = {name: value for name, value in clues.found.items() if name in asked}
    wanted = strangers.Wanted(
        source=where,
        checkout=where.ref,
        given={**found, **clues.said},
        output=project.parent,
        talk=talk,
        trust=clues.trust,
        strict=False,
    )
    made = strangers.render(wanted, scratch / "like")
    return checked(project, _compare(project, made.label, made.pristine), where.name)


def checked(project: Path, found: Likeness, template: str) -> Likeness:
    """Refuse a render that the project has nothing of.

    Raises:
        ScaffoldError: it has nothing.

    """
    if not found.same:
        message = f"nothing in {str(project)!r} is as the {template} template makes it"
        raise ScaffoldError(message)
    return found


def _unknown(clues: Clues) -> str:
    version = f" of version {clues.version}" if clues.version else ""
    known = ", ".join(dict.fromkeys([*catalogue.names(), *history.versions()]))
    return f"no template {clues.template!r}{version} is known here: there are {known}"


def _candidates(git: Git, project: Path, clues: Clues, scratch: Path) -> Iterator[Candidate]:
    name, version = clues.template, clues.version
    if clues.source and clues.commit:
        yield _fork(project, clues, clues.source, clues.commit)
        return
    for release in history.releases():
        if version in {None, release}:
            found = history.unpack(git, release, name, scratch)
            if found:
                yield Candidate(version=release, template=found, render=partial(rendered, found))
    if version in {None, __version__} and name in catalogue.names():
        newest = catalogue.load(name)
        yield Candidate(version=__version__, template=newest, render=partial(rendered, newest))


def _fork(project: Path, clues: Clues, source: str, commit: str) -> Candidate:
    """Read a template of a repository as it was at a commit; it is rendered like any template that is not ours."""
    from ..foreign import questions  # noqa: PLC0415 - what only other people's templates need
    from ..foreign.limits import Limits  # noqa: PLC0415 - for strangers' templates alone
    from ..foreign.obtain import obtained  # noqa: PLC0415 - for strangers' templates alone
    from . import strangers  # noqa: PLC0415 - for strangers' templates alone

    talk = Talk(quiet=True)
    made_from = Record(template=clues.template, version="", answers={}, source=source, commit=commit)
    where = strangers.origin(made_from, commit)
    with obtained(where, Limits(), talk) as found:
        questions.read(found.folder)
        template = catalogue.read(found.folder, name=clues.template, title=clues.template, summary="")
        version = version_of(template)

    def render(values: Mapping[str, Any], into: Path) -> Pristine:
        wanted = strangers.Wanted(
            source=where, checkout=None, given=values, output=project.parent, talk=talk, trust=clues.trust, strict=False
        )
        made = strangers.render(wanted, into).pristine
        own = re.sub(r"^(source|ref|commit|folder) = .*\n", "", made.record, flags=re.MULTILINE)
        return replace(made, record=own, answers=Answers(template=template, values=made.answers.values))

    return Candidate(version=version, template=template, render=render)


def version_of(template: Template) -> str:
    """Read which version a template says it is."""
    return str(template.raw().get("__scaffold_version", "0"))


def _best_options(project: Path, candidate: Candidate, given: Mapping[str, Value], scratch: Path) -> Likeness:
    """Settle one option after the other, where nobody said what it was."""
    settled, version = dict(given), candidate.version
    best = _compare(project, version, candidate.render(settled, scratch))
    for question in candidate.template.questions:
        if question.option is None or question.name in given:
            continue
        for value in _other_values(question):
            try:
                found = _compare(project, version, candidate.render(settled | {question.name: value}, scratch))
            except UsageProblem:  # another answer excludes it
                continue
            if found.score > best.score:
                best = found
        settled[question.name] = best.pristine.answers.values[question.name]
    return best


def _other_values(question: Question) -> Iterable[Value]:
    if question.kind == "boolean":
        return [not question.default]
    return [choice.value for choice in question.choices if choice.value != question.default]


def _compare(project: Path, version: str, pristine: Pristine) -> Likeness:
    shutil.rmtree(pristine.folder.parent)
    same = different = missing = 0
    for path, (_, content) in pristine.files.items():
        place = project / path
        if path in LEFT_OUT:
            continue
        if not (place.is_symlink() or place.is_file()):
            missing += 1
        elif read_file(place)[1].replace(b"\r\n", b"\n") == content.replace(b"\r\n", b"\n"):
            same += 1
        else:
            different += 1
    return Likeness(version=version, pristine=pristine, same=same, different=different, missing=missing)


def _read(path: Path, load: Any) -> dict[str, Any]:  # noqa: ANN401 - the reader of one format or another
    """Read a hint; one that cannot be read is none."""
    try:
        found = load(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _package(project: Path) -> str | None:
    folders = [path.name for path in (project / "src").glob("*/") if (path / "__init__.py").exists()]
    return folders[0] if len(folders) == 1 else None
