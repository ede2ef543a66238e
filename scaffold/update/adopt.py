"""Find out what made a project that has no record of it, by rendering templates and comparing files.

What its user or another tool says about it is taken first. The rest is the choice that leaves most files as rendered.
"""

import json
import shutil
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import __version__, answers, catalogue, history
from ..errors import ScaffoldError, UsageProblem
from ..models import Question, Template, Value
from ..treeid import LEFT_OUT, read_file
from .git import Git
from .pristine import Pristine, rendered

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


def nearest(git: Git, project: Path, clues: Clues, scratch: Path) -> Likeness:
    """Return the render of that template that the project is most like.

    Raises:
        ScaffoldError: none renders, or the project has nothing in common with any.

    """
    best: Likeness | None = None
    problems: list[ScaffoldError] = []
    for name, candidate in _candidates(git, clues, scratch):
        known = {question.name for question in candidate.questions} - clues.said.keys()
        found_here = {key: value for key, value in clues.found.items() if key in known}
        try:
            given = answers.take(candidate, found_here, "answers") | answers.take(candidate, clues.said, "--set")
            found = _best_options(project, name, candidate, given, scratch / "like")
        except UsageProblem as problem:
            problems.append(problem)
            continue
        # of two that are equally like it, the later needs the smaller update
        if best is None or found.score >= best.score:
            best = found
    if best is None:
        raise problems[0] if problems else UsageProblem(_unknown(clues))
    if not best.same:
        message = f"nothing in {str(project)!r} is as the {clues.template} template makes it"
        raise ScaffoldError(message)
    return best


def _unknown(clues: Clues) -> str:
    version = f" of version {clues.version}" if clues.version else ""
    known = ", ".join(dict.fromkeys([*catalogue.names(), *history.versions()]))
    return f"no template {clues.template!r}{version} is known here: there are {known}"


def _candidates(git: Git, clues: Clues, scratch: Path) -> Iterator[tuple[str, Template]]:
    name, version = clues.template, clues.version
    if clues.source and clues.commit:
        fetched = history.fetch(git, clues.source, clues.commit, name, scratch)
        if fetched:
            yield version_of(fetched), fetched
        return
    for release in history.releases():
        if version in {None, release}:
            found = history.unpack(git, release, name, scratch)
            if found:
                yield release, found
    if version in {None, __version__} and name in catalogue.names():
        yield __version__, catalogue.load(name)


def version_of(template: Template) -> str:
    """Read which version a template says it is."""
    raw = json.loads((template.path / "cookiecutter.json").read_text("utf-8"))
    return str(raw.get("__scaffold_version", "0"))


def _best_options(
    project: Path, version: str, template: Template, given: Mapping[str, Value], scratch: Path
) -> Likeness:
    """Settle one option after the other, where nobody said what it was."""
    settled = dict(given)
    best = _compare(project, version, rendered(template, settled, scratch))
    for question in template.questions:
        if question.option is None or question.name in given:
            continue
        for value in _other_values(question):
            try:
                found = _compare(project, version, rendered(template, settled | {question.name: value}, scratch))
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
