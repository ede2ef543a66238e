"""Render somebody else's template: follow its menus, decide about trust, settle the answers, write the project."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.exceptions import SecurityError

from .. import context, engine, render
from ..errors import TemplateBroken, UsageProblem
from ..models import Choice
from ..plain import plain
from ..prompter import Prompter
from ..suggest import unknown
from ..talk import Talk, is_terminal
from . import code, limits, paths, questions, record, sandbox, source, trust
from .obtain import Obtained

NESTED = 5  # menus below menus


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One project to be made from one template."""

    talk: Talk
    limits: limits.Limits
    obtained: Obtained
    given: dict[str, Any]
    prompter: Prompter | None
    trust: bool  # whether its user says so, and what was decided
    output: Path
    checkout: str | None  # what the template sees as the reference that was asked for
    trusted: bool = False
    own: Mapping[str, Any] = field(default_factory=dict)  # what its user answers where nothing is given

    @property
    def name(self) -> str:
        """The template's source, as it is shown."""
        return self.obtained.source.name

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Hold the limits over what is rendered, unless it is trusted, and say what goes wrong in one sentence."""
        with render.said_in_one_sentence(self.name, self.obtained.root):
            if self.trusted:
                yield
                return
            with limits.enforced(self.limits), as_not_allowed():
                yield


@contextlib.contextmanager
def as_not_allowed() -> Iterator[None]:
    """Say what the sandbox refuses, and the way out."""
    try:
        yield
    except SecurityError as error:
        what = (error.message or "").rstrip(".")
        message = f"{what}: not allowed in the sandbox; read the template, then add --trust"
        raise SecurityError(message).with_traceback(error.__traceback__) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A template with all its answers, ready to be written."""

    job: Job
    folder: Path
    origin: Path
    names: engine.Names
    taken: Mapping[str, Any]

    @property
    def values(self) -> dict[str, Any]:
        """Every answer: those that were given or asked, and the defaults."""
        return {key: value for key, value in self.names.context["cookiecutter"].items() if not key.startswith("_")}

    @property
    def inner(self) -> str:
        """The template's folder inside what it came in."""
        root, inner = self.job.obtained.root.resolve(), self.folder.resolve()
        subfolder = inner.relative_to(root).as_posix() if inner.is_relative_to(root) else ""
        return subfolder.removeprefix(".")

    def folder_name(self) -> str:
        """Return the name of the project's folder, if the template may give it that."""
        with self.job.watched():
            called = self.names.render(self.origin.name)
            engine.check_folder(self.origin.name, called)
            self._guard().path(self.origin.name, called)
        return called

    def render(self, stage: Path) -> Path:
        """Write the project below a folder, and return its own."""
        from binaryornot.check import is_binary  # noqa: PLC0415 - only where something is written

        job = self.job
        with job.watched():
            project = engine.Walk(
                names=self.names,
                source=self.origin,
                into=stage,
                is_binary=is_binary,
                shortcut=not job.trusted,
                guard=self._guard(),
                begin=lambda project: self._hook("pre_gen_project", project),
            ).run()
            self._hook("post_gen_project", project)
            record.write(project, job.obtained, self.inner, self.values)
        return project

    def _guard(self) -> engine.Guard:
        return engine.Inside() if self.job.trusted else paths.Sandboxed(limits=self.job.limits)

    def _hook(self, name: str, project: Path) -> None:
        if self.job.trusted:
            code.run_hooks(name, self.folder, project, self.names.environment, self.names.context)


@contextlib.contextmanager
def prepared(job: Job, scratch: Path) -> Iterator[Ready]:
    """Provide a template with its answers.

    Raises:
        UsageProblem: an answer is none of its.
        TemplateBroken: it would run code and is not trusted, or does not render.

    """
    job, folder, raw = _enter(job, scratch)
    with _environment(job, raw, folder) as environment:
        asker = questions.Asker(
            raw=raw,
            environment=environment,
            given=job.given,
            own=job.own,
            prompter=job.prompter,
            watched=job.watched,
        )
        values = asker.answer()
        full = context.assemble(raw, values, asker.taken, folder)
        full["cookiecutter"]["_template"] = source.without_password(job.obtained.source.given)
        full["cookiecutter"]["_output_dir"] = str(job.output)
        full["cookiecutter"]["_checkout"] = job.checkout
        names = engine.Names(environment=environment, context=full)
        with job.watched():
            origin = render.source_of(folder, environment)
        yield Ready(job=job, folder=folder, origin=origin, names=names, taken=asker.taken)


def _enter(job: Job, scratch: Path) -> tuple[Job, Path, questions.Raw]:
    """Follow the menus to a template, deciding about trust where it has code."""
    folder = job.obtained.folder
    seen: set[Path] = set()
    for depth in range(NESTED):
        raw = questions.read(folder)
        job = replace(job, trusted=_may_run(job, folder, raw))
        if job.trusted:
            folder = code.run_before_questions(folder, scratch / str(depth))
            raw = questions.read(folder)
        choices = questions.menu(raw)
        if choices is None:
            return job, folder, raw
        seen.add(folder)
        folder = questions.nested(job.obtained.root, folder, _chosen(job, choices))
        if folder in seen:
            break
    message = f"{job.name}: its menus lead to themselves, or more than {NESTED} stand one below the other"
    raise TemplateBroken(message)


def _chosen(job: Job, choices: Mapping[str, Choice]) -> str:
    wanted = job.given.pop("template", None)
    if wanted is not None:
        if wanted not in choices:
            raise UsageProblem(unknown("template", str(wanted), list(choices)))
        return choices[wanted].value
    values = list(choices.values())
    if job.prompter is None:
        job.talk.say(f"  the menu's first template is taken: {plain(values[0].title)}")
        return values[0].value
    return job.prompter.select("Which template", values, values[0].value)


def _may_run(job: Job, folder: Path, raw: questions.Raw) -> bool:
    """Decide whether a template's code may run.

    Raises:
        TemplateBroken: it has code and is not trusted.

    """
    wanted = code.code_of(folder, raw)
    version = job.obtained.version
    if trust.is_trusted(job.name, version):
        return True
    if not job.trust:
        if not wanted:
            return False
        _show_difference(job, wanted)
        if not _agreed(job, wanted):
            message = f"{job.name} would run {wanted}: read them, then add --trust (version {version[:19]})"
            raise TemplateBroken(message)
    trust.add(job.name, version, wanted)
    return True


def _show_difference(job: Job, wanted: code.Code) -> None:
    lines = trust.difference(job.name, wanted)
    if lines:
        job.talk.warn("an earlier version is trusted; since then:")
    for line in lines:
        job.talk.warn(plain(line))


def _agreed(job: Job, wanted: code.Code) -> bool:
    if job.prompter is None or not is_terminal():
        return False
    return job.prompter.confirm(f"{job.name} would run {plain(str(wanted))}. Do you trust this version", default=False)


@contextlib.contextmanager
def _environment(job: Job, raw: questions.Raw, folder: Path) -> Iterator[Environment]:
    if not job.trusted:
        with job.watched():
            environment = sandbox.sandboxed(raw)
        yield environment
        return
    with contextlib.ExitStack() as stack:
        with job.watched():
            environment = stack.enter_context(sandbox.trusted(raw, folder))
        yield environment
