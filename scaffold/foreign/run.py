"""`scaffold new --template SOURCE`: from somebody else's template to a project that stands whole at its place."""

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import answers, config, place, steps
from ..errors import UsageProblem
from ..prompter import for_this_terminal
from ..talk import Talk, counted
from ..update.keep import keep
from . import limits, result, source
from .job import Job, Ready, prepared
from .obtain import obtained

if TYPE_CHECKING:
    from ..commands.new import Request


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
        output = place.above(request.output)
        job = Job(
            talk=talk,
            limits=allowed,
            obtained=found,
            given=given,
            prompter=prompter,
            trust=request.trust,
            output=output,
            checkout=asked.ref,
            own=config.read(),
        )
        return _make(job, request, Path(scratch))


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


def _make(job: Job, request: "Request", scratch: Path) -> int:
    start = time.perf_counter()
    with prepared(job, scratch) as ready:
        return _write(ready, request, start)


def _write(ready: Ready, request: "Request", start: float) -> int:
    job = ready.job
    target = job.output / ready.folder_name()
    place.check_target(target)
    if request.dry_run:
        return _dry_run(ready, request, target)
    with place.staging(target) as stage, job.talk.step("Writing the files") as outcome:
        project = ready.render(stage)
        files = result.files_below(project)
        place.move(project, target)
        outcome.append(counted(len(files), "file"))
    done = _finish(job, request, target)
    made = result.Made(obtained=job.obtained, trusted=job.trusted, target=target, files=files, values=ready.values)
    result.show(made, done, job.talk, as_json=request.as_json, seconds=time.perf_counter() - start)
    return 0


def _dry_run(ready: Ready, request: "Request", target: Path) -> int:
    """Render where nobody looks, and list what came out; a trusted template's hooks run for it too."""
    with tempfile.TemporaryDirectory(prefix="scaffold-") as scratch:
        files = result.files_below(ready.render(Path(scratch)))
    job = ready.job
    made = result.Made(obtained=job.obtained, trusted=job.trusted, target=target, files=files, values=ready.values)
    result.show_plan(made, as_json=request.as_json)
    return 0


def _finish(job: Job, request: "Request", target: Path) -> list[steps.Step]:
    if request.no_git:
        return [steps.not_wanted(steps.REPOSITORY)]
    if (target / ".git").exists():
        detail = "a hook has made it"
        return [steps.Step(name=steps.REPOSITORY, status="skipped", detail=detail, command="git status")]
    with job.talk.step(f"Making the {steps.REPOSITORY}") as outcome:
        done = steps.commit(target, f"feat: start from {job.name}")
        keep(target)
        outcome.append(f"{steps.REPOSITORY}: {'undone' if done.status == 'undone' else done.detail}")
    return [done]
