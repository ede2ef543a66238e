"""`scaffold new --template SOURCE`: from somebody else's template to a project that stands whole at its place."""

import contextlib
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from jinja2.exceptions import SecurityError

from .. import answers, config, context, engine, place, render, steps
from ..errors import TemplateBroken, UsageProblem
from ..models import Choice
from ..plain import plain
from ..prompter import Prompter, for_this_terminal
from ..suggest import unknown
from ..talk import Talk, counted, is_terminal
from . import code, limits, paths, questions, record, result, sandbox, source, trust
from .obtain import Obtained, obtained

if TYPE_CHECKING:
    from ..commands.new import Request

NESTED = 5  # menus below menus


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One project being made from one template."""

    request: "Request"
    talk: Talk
    limits: limits.Limits
    obtained: Obtained
    given: dict[str, Any]
    prompter: Prompter | None
    trusted: bool = False

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
        message = (
            f"{(error.message or '').rstrip('.')}: not allowed in the sandbox; read the template, then add --trust"
        )
        raise SecurityError(message).with_traceback(error.__traceback__) from error


def run(request: "Request") -> int:
    """Generate a project from a source.

    Raises:
        ScaffoldError: whatever stands against it; nothing is written then.

    """
    if request.run:
        message = "--run is for the built-in templates: this one's README says how to start it"
        raise UsageProblem(message)
    talk = Talk(quiet=request.quiet)
    allowed = limits.read(request.limits)
    asked = source.parse(str(request.template))
    given = gather(request)
    prompter = None if request.yes else for_this_terminal()
    with obtained(asked, allowed, talk) as found, tempfile.TemporaryDirectory(prefix="scaffold-") as scratch:
        job = Job(request=request, talk=talk, limits=allowed, obtained=found, given=given, prompter=prompter)
        return _make(job, Path(scratch))


def gather(request: "Request") -> dict[str, Any]:
    """Merge the answers file, the flags and the name."""
    given: dict[str, Any] = {}
    if request.answers:
        given.update(answers.read_file(request.answers))
        given.pop("template", None)
    given.update(answers.read_flags(request.pairs))
    if request.name is not None:
        if "project_name" in given:
            message = f"the name is given twice: as {request.name!r} and as project_name"
            raise UsageProblem(message)
        given["project_name"] = request.name
    return given


def own_answers(raw: questions.Raw) -> dict[str, Any]:
    """Take from the user's own file what a template asks: the file is for other templates, too."""
    return {name: value for name, value in config.read().items() if name in raw and not name.startswith("_")}


def _make(job: Job, scratch: Path) -> int:
    start = time.perf_counter()
    job, folder, raw = _enter(job, scratch)
    with _environment(job, raw, folder) as environment:
        asker = questions.Asker(
            raw=raw,
            environment=environment,
            given=job.given,
            own=own_answers(raw),
            prompter=job.prompter,
            watched=job.watched,
        )
        values = asker.answer()
        full = context.assemble(raw, values, asker.taken, folder)
        full["cookiecutter"]["_template"] = source.without_password(job.obtained.source.given)
        full["cookiecutter"]["_output_dir"] = str(place.above(job.request.output))
        full["cookiecutter"]["_checkout"] = job.obtained.source.ref
        names = engine.Names(environment=environment, context=full)
        return _write(job, folder, names, start)


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
    if not job.request.trust:
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


def _write(job: Job, folder: Path, names: engine.Names, start: float) -> int:
    output = place.above(job.request.output)
    guard = engine.Inside() if job.trusted else paths.Sandboxed(limits=job.limits)
    with job.watched():
        origin = render.source_of(folder, names.environment)
        called = names.render(origin.name)
        engine.check_folder(origin.name, called)
        guard.path(origin.name, called)
    target = output / called
    place.check_target(target)
    if job.request.dry_run:
        return _dry_run(job, folder, origin, names, target)
    with place.staging(target) as stage, job.talk.step("Writing the files") as outcome:
        project = _render(job, folder, origin, names, stage)
        files = result.files_below(project)
        place.move(project, target)
        outcome.append(counted(len(files), "file"))
    done = _finish(job, target)
    made = result.Made(obtained=job.obtained, trusted=job.trusted, target=target, files=files, values=_asked(names))
    result.show(made, done, job.talk, as_json=job.request.as_json, seconds=time.perf_counter() - start)
    return 0


def _dry_run(job: Job, folder: Path, origin: Path, names: engine.Names, target: Path) -> int:
    """Render where nobody looks, and list what came out; a trusted template's hooks run for it too."""
    with tempfile.TemporaryDirectory(prefix="scaffold-") as scratch:
        files = result.files_below(_render(job, folder, origin, names, Path(scratch)))
    made = result.Made(obtained=job.obtained, trusted=job.trusted, target=target, files=files, values=_asked(names))
    result.show_plan(made, as_json=job.request.as_json)
    return 0


def _render(job: Job, folder: Path, origin: Path, names: engine.Names, stage: Path) -> Path:
    from binaryornot.check import is_binary  # noqa: PLC0415 - only where something is written

    def hook(name: str, project: Path) -> None:
        if job.trusted:
            code.run_hooks(name, folder, project, names.environment, names.context)

    with job.watched():
        project = engine.Walk(
            names=names,
            source=origin,
            into=stage,
            is_binary=is_binary,
            shortcut=not job.trusted,
            guard=engine.Inside() if job.trusted else paths.Sandboxed(limits=job.limits),
            begin=lambda project: hook("pre_gen_project", project),
        ).run()
        hook("post_gen_project", project)
        root, inner = job.obtained.root.resolve(), folder.resolve()
        subfolder = inner.relative_to(root).as_posix() if inner.is_relative_to(root) else ""
        record.write(project, job.obtained, subfolder.removeprefix("."), _asked(names))
    return project


def _asked(names: engine.Names) -> dict[str, Any]:
    return {key: value for key, value in names.context["cookiecutter"].items() if not key.startswith("_")}


def _finish(job: Job, target: Path) -> list[steps.Step]:
    if job.request.no_git:
        return [steps.not_wanted(steps.REPOSITORY)]
    if (target / ".git").exists():
        detail = "a hook has made it"
        return [steps.Step(name=steps.REPOSITORY, status="skipped", detail=detail, command="git status")]
    with job.talk.step(f"Making the {steps.REPOSITORY}") as outcome:
        done = steps.commit(target, f"feat: start from {job.name}")
        outcome.append(f"{steps.REPOSITORY}: {'undone' if done.status == 'undone' else done.detail}")
    return [done]
