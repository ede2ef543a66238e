"""Run the contract suite with pytest, in an environment that uv makes for it, and read what came of it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from . import catalogue, steps
from .errors import ScaffoldError, SuiteBroken, UsageProblem
from .steps import FOREIGN_PYTHON, find_uv

# pytest's own settings would change what is run
FOREIGN = (*FOREIGN_PYTHON, "PYTEST_ADDOPTS", "PYTEST_PLUGINS")
SECONDS_TO_STOP = 60  # for servers under test to end
# docs.pytest.org, "Exit codes"
FAILED, USAGE, NOTHING = 1, 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One check that failed: its name, as pytest takes it, and the first line of why."""

    check: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a run: how many checks passed in each part, and those that failed."""

    passed: dict[str, int]
    failures: list[Failure]


def folder() -> Path:
    """Return the suite: inside the wheel, or the checkout."""
    inside = catalogue.PACKAGE / "suite/contract"
    return inside if inside.is_dir() else catalogue.PACKAGE.parent / "contract"


def prepare() -> list[str]:
    """Make the suite's environment, and return the command that runs something in it.

    Raises:
        ScaffoldError: there is no uv, or it cannot make the environment.

    """
    uv = find_uv()
    if uv is None:
        message = "uv was not found, and it makes the suite's environment: pipx install uv"
        raise ScaffoldError(message)
    requirements = str(folder() / "requirements.txt")
    alone = ("--isolated", "--no-project", "--python", sys.executable, "--with-requirements", requirements)
    command = [uv, "run", "--quiet", *alone]
    problem = steps.run([*command, "python", "-I", "-c", "import pytest"], Path.cwd(), environment())
    if problem:
        message = f"uv cannot make the suite's environment: {problem}"
        raise ScaffoldError(message)
    return command


def environment() -> dict[str, str]:
    """Return this process's environment without what would lead the suite astray."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return kept | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}


def arguments(options: Sequence[str], parts: Sequence[str], more: Sequence[str], *, colour: bool) -> Iterator[str]:
    """List pytest's arguments."""
    suite = folder()
    yield from map(str, (suite / part for part in parts) if parts else (suite,))
    yield from ("-c", str(suite / "pytest.ini"), "-p", "no:cacheprovider")
    yield from ("--quiet", "--no-header", "--tb=short", f"--color={'yes' if colour else 'no'}")
    yield from options
    yield from more


def run(command: Sequence[str], given: Sequence[str], scratch: Path, *, to_stderr: bool) -> Outcome:
    """Run the suite and return its outcome; it writes its report as it goes.

    Raises:
        KeyboardInterrupt: it was stopped; its servers are stopped too.
        UsageProblem: pytest does not take an argument, or nothing is left to check.
        ScaffoldError: the service did not start.
        SuiteBroken: pytest gave up.

    """
    # by a file: passwords in arguments would be everybody's to read
    file = scratch / "arguments"
    file.touch(mode=0o600)
    file.write_text("\n".join((*given, f"--junitxml={scratch / 'report.xml'}")) + "\n", "utf-8")
    with (scratch / "stderr").open("w+", encoding="utf-8", errors="replace") as said:
        code = _ended([*command, "pytest", f"@{file}"], sys.stderr if to_stderr else None, said)
        said.seek(0)
        problem = said.read().strip()
    if code not in {0, FAILED}:
        raise _given_up(code, telling_line(problem))
    outcome = read(scratch / "report.xml")
    if code and not outcome.failures:
        message = "the suite could not begin: its report above says why"
        raise ScaffoldError(message)
    return outcome


def _given_up(code: int, problem: str) -> ScaffoldError:
    if code == USAGE:
        return UsageProblem(problem)
    if code == NOTHING:
        return UsageProblem("no check was left to run: take away what selects them")
    return SuiteBroken(f"the suite could not go on (pytest's exit code {code}){': ' * bool(problem)}{problem}")


def telling_line(text: str) -> str:
    """Pick the line of pytest's complaint that says what is wrong."""
    lines = text.splitlines()
    marked = [line.partition("rror: ")[2] for line in lines if "error: " in line]
    return (marked or [line.removeprefix("ERROR: ") for line in lines] or [""])[0]


def _ended(command: Sequence[str], output: object, errors: object) -> int:
    """Run a command to its end, and stop it gently when this program is stopped."""
    # a job in a script's background ignores SIGINT, and would hand that down to the suite, which must hear it
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(  # type: ignore[call-overload] # noqa: S603 - uv, with options of ours
        command,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
        start_new_session=True,  # a Ctrl-C is ours to hand on: once, so that the servers under test are stopped
    ) as process:
        signal.signal(signal.SIGINT, before)
        try:
            return int(process.wait())
        except KeyboardInterrupt:
            _stop(process)
            raise


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        process.terminate()
        return
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def read(report: Path) -> Outcome:
    """Read the report that pytest wrote (the xunit2 schema of Jenkins)."""
    passed: dict[str, int] = {}
    failures: dict[str, Failure] = {}
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - written by the run before
        module = case.get("classname", "").replace(".", "/")
        check = f"{module}.py::{case.get('name')}"
        why = next((each for each in case if each.tag in {"failure", "error"}), None)
        if why is not None:
            failures[check] = Failure(check=check, problem=why.get("message", "").partition("\n")[0])
        else:
            part = module.removeprefix("contract/").partition("/")[0]
            passed[part] = passed.get(part, 0) + 1
    return Outcome(passed=passed, failures=list(failures.values()))
