"""`scaffold new`: from answers to a project that stands whole at its place."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .. import answers, catalogue, config, place, report, serve, steps
from ..errors import Interrupted, UsageProblem
from ..interview import Interview
from ..models import Answers, Choice, Plan, Template, Value
from ..prompter import Prompter, for_this_terminal
from ..talk import Talk, counted

GO, CHANGE, STOP = "go", "change", "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the command line asked for."""

    name: str | None = None
    template: str | None = None
    pairs: tuple[str, ...] = ()
    answers: Path | None = None
    output: Path = Path()
    yes: bool = False
    dry_run: bool = False
    no_git: bool = False
    no_install: bool = False
    run: bool = False
    as_json: bool = False
    quiet: bool = False
    trust: bool = False
    limits: tuple[str, ...] = ()


def run(request: Request) -> int:
    """Generate a project.

    Raises:
        ScaffoldError: whatever stands against it; nothing is written then.

    """
    source = named(request)
    if source is not None and is_foreign(source):
        from ..foreign import run as foreign  # noqa: PLC0415 - what only other people's templates need

        return foreign.run(replace(request, template=source))
    if request.run and not request.dry_run:
        serve.check()
    talk = Talk(quiet=request.quiet)
    plan = decide(request, talk)
    start = time.perf_counter()
    if request.dry_run:
        report.dry_run(plan, as_json=request.as_json)
        return 0
    write(plan, talk)
    done = finish(request, plan, talk)
    report.result(plan, done, talk, as_json=request.as_json, seconds=time.perf_counter() - start)
    return serve.run(plan.target) if request.run else 0


def named(request: Request) -> str | None:
    """Return the template that the command line names, else the answers file, else the user's own."""
    if request.template is not None:
        return request.template
    sources = [config.read(), *([answers.read_file(request.answers)] if request.answers else [])]
    found = [source["template"] for source in sources if "template" in source]
    return str(found[-1]) if found else None


def is_foreign(template: str) -> bool:
    """Tell a source of somebody else's template from the name of one of ours."""
    from ..foreign.source import looks_like_source  # noqa: PLC0415 - not for every command

    return template not in catalogue.names() and looks_like_source(template)


def decide(request: Request, talk: Talk) -> Plan:
    """Gather the answers, from the user too where that is wanted, and plan the project."""
    name, given = gather(request)
    if request.yes:
        return make_plan(request, answers.complete(catalogue.load(required(name, given)), given))
    talk.say()
    interview = Interview(
        prompter=for_this_terminal(),
        talk=talk,
        templates=[catalogue.load(name)] if name else catalogue.load_all(),
        given=given,
    )
    interview.name()
    template = interview.template()
    interview.options(template)
    return agree(request, interview, template)


def gather(request: Request) -> tuple[str | None, dict[str, Value]]:
    """Merge the sources, the later over the earlier: the user's file, the answers file, the flags."""
    sources: list[tuple[str, Mapping[str, Any]]] = [(str(config.path()), config.read())]
    if request.answers:
        sources.append((str(request.answers), answers.read_file(request.answers)))
    sources.append(("--set", answers.read_flags(request.pairs)))
    named = [source["template"] for _, source in sources if "template" in source]
    name = request.template or (named[-1] if named else None)
    templates = [catalogue.load(str(name))] if name else catalogue.load_all()
    given: dict[str, Value] = {}
    for label, source in sources:
        answered = {key: value for key, value in source.items() if key != "template"}
        given.update(take_for_any(templates, answered, label))
    if request.name is not None:
        if "project_name" in sources[-1][1]:
            message = f"the name is given twice: as {request.name!r} and with --set project_name"
            raise UsageProblem(message)
        given["project_name"] = request.name
    return name, given


def take_for_any(templates: Sequence[Template], given: Mapping[str, Any], label: str) -> dict[str, Value]:
    """Read answers as the first template that knows all of them does."""
    problems: list[UsageProblem] = []
    for template in templates:
        try:
            return answers.take(template, given, label)
        except UsageProblem as problem:
            problems.append(problem)
    raise problems[0]


def required(name: str | None, given: Mapping[str, Value]) -> str:
    """Return the template's name when that and the project's name are known.

    Raises:
        UsageProblem: one of them is missing.

    """
    if "project_name" not in given:
        message = "--yes needs the project's name: scaffold new NAME --yes"
        raise UsageProblem(message)
    if name is None:
        message = f"--yes needs --template: one of {', '.join(catalogue.names())}"
        raise UsageProblem(message)
    return name


def make_plan(request: Request, given: Answers) -> Plan:
    """Check the place and list the files."""
    from ..render import context_for, plan  # noqa: PLC0415 - wrong answers are refused without it

    target = place.above(request.output) / given.slug
    place.check_target(target)
    context = context_for(given)
    return Plan(answers=given, target=target, files=plan(given, context), context=context)


def agree(request: Request, interview: Interview, template: Template) -> Plan:
    """Show the plan until the user agrees with it or stops.

    Raises:
        Interrupted: the user stopped.

    """
    while True:
        plan = make_plan(request, answers.complete(template, interview.given))
        if request.dry_run:
            return plan
        report.plan(plan, interview.talk, commands=planned_commands(request))
        choice = ask_to_go_on(interview.prompter)
        if choice == GO:
            return plan
        if choice == STOP:
            message = "stopped; nothing was written"
            raise Interrupted(message)
        interview.everything(template, plan.answers.values)


def ask_to_go_on(prompter: Prompter) -> str:
    """Ask for the go-ahead."""
    choices = (
        Choice(value=GO, title="Create it"),
        Choice(value=CHANGE, title="Show all options"),
        Choice(value=STOP, title="Stop"),
    )
    return prompter.select("Go ahead", choices, GO)


def planned_commands(request: Request) -> list[str]:
    """List what will be run after the files are in place."""
    install = [] if request.no_install else ["uv lock", "uv sync"]
    return install + ([] if request.no_git else ["git init", "git commit"])


def write(plan: Plan, talk: Talk) -> None:
    """Render beside the target, check, and move into place."""
    from ..render import check, render  # noqa: PLC0415 - only a dry run goes without

    with place.staging(plan.target) as stage, talk.step("Writing the files") as outcome:
        project = render(plan.answers, plan.context, stage)
        check(project, plan.files)
        place.move(project, plan.target)
        outcome.append(counted(len(plan.files), "file"))


def finish(request: Request, plan: Plan, talk: Talk) -> list[steps.Step]:
    """Make the environment and the repository, as far as they are wanted and possible."""
    message = f"feat: start {plan.answers.name} from scaffold's {plan.answers.template.name} template"
    return [
        steps.not_wanted(steps.ENVIRONMENT)
        if request.no_install
        else take_step(plan, talk, steps.ENVIRONMENT, lambda: steps.install(plan.target)),
        steps.not_wanted(steps.REPOSITORY)
        if request.no_git
        else take_step(plan, talk, steps.REPOSITORY, lambda: commit(plan.target, message)),
    ]


def commit(project: Path, message: str) -> steps.Step:
    """Make the repository, and keep in it what the template rendered."""
    from ..update.keep import keep  # noqa: PLC0415 - only where there is a repository

    done = steps.commit(project, message)
    keep(project)
    return done


def take_step(plan: Plan, talk: Talk, name: str, do: Callable[[], steps.Step]) -> steps.Step:
    """Take one step and show what came of it.

    Raises:
        Interrupted: the user stopped it; the project stays.

    """
    try:
        with talk.step(f"Making the {name}") as outcome:
            done = do()
            outcome.append(f"{name}: {'undone' if done.status == 'undone' else done.detail}")
    except KeyboardInterrupt as stop:
        message = f"stopped; the project in {str(plan.target)!r} is whole, left undone: {steps.BY_HAND[name]}"
        raise Interrupted(message) from stop
    return done
