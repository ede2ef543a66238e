"""Measure generation against plain cookiecutter, and start-up against click alone, in one run.

Every command is run in turn, round after round, so that what else the machine does falls on all of them alike. CPU
time is that of the process and its children; the table gives medians and their ratio to the base line. With --limit
the exit code is 1 when generation takes more CPU time than so many times plain cookiecutter's, or than a second: on an
idle core the wall clock says the same, on a busy one it says how busy.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
SECOND = 1.0
COLD = "scaffold new, cold cache"
# a refusal exits with 2, which a measurement must not take for a failure
REFUSED = (
    "import sys; sys.argv[1:] = ['--no-such-option']; from scaffold.cli import cli\ntry: cli()\nexcept SystemExit: pass"
)


class Cost(NamedTuple):
    """What one command took, in seconds."""

    cpu: float
    wall: float


def measure(command: list[str], folder: Path, cache: Path) -> Cost:
    """Run a command once in an empty folder.

    Raises:
        CalledProcessError: it failed, so that its time means nothing.

    """
    # modules are compiled once, in the warming round, as they are after any installation
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = kept | {
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "XDG_CACHE_HOME": str(cache),
    }
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def commands(template: str) -> dict[str, list[str]]:
    """List what is measured; the base line of each group comes first."""
    scaffold = [sys.executable, "-m", "scaffold"]
    cookiecutter = [sys.executable, "-m", "cookiecutter", str(ROOT / "templates" / template), "--no-input"]
    new = [*scaffold, "new", "Shop", "-t", template, "--yes", "--no-install"]
    return {
        "cookiecutter": [*cookiecutter, "project_name=Shop"],
        COLD: [*new, "--no-git"],
        "scaffold new": [*new, "--no-git"],
        "scaffold new, with git": new,
        "import click": [sys.executable, "-c", "import click"],
        "scaffold --help": [*scaffold, "--help"],
        "scaffold --version": [*scaffold, "--version"],
        "scaffold --no-such-option": [sys.executable, "-c", REFUSED],
        "scaffold, completing": [
            "env",
            "_SCAFFOLD_COMPLETE=bash_complete",
            "COMP_WORDS=scaffold n",
            "COMP_CWORD=1",
            *scaffold,
        ],
        "scaffold list": [*scaffold, "list"],
        **others(),
    }


def others() -> dict[str, list[str]]:
    """List what else starts here; copier and uv are measured where they are on the PATH."""
    tools = {
        "cookiecutter --help": [sys.executable, "-m", "cookiecutter", "--help"],
        "copier --help": ["copier", "--help"],
        "uv init": ["uv", "init", "--vcs=none", "shop"],
    }
    return {name: command for name, command in tools.items() if shutil.which(command[0])}


def run(template: str, rounds: int) -> dict[str, Cost]:
    """Measure every command in turn and return the medians; the first round only warms up."""
    found: dict[str, list[Cost]] = {name: [] for name in commands(template)}
    with tempfile.TemporaryDirectory() as cache:
        for number in range(rounds + 1):
            for name, command in commands(template).items():
                with tempfile.TemporaryDirectory() as folder:
                    cost = measure(command, Path(folder), Path(folder if name == COLD else cache))
                if number:
                    found[name].append(cost)
    return {name: median(costs) for name, costs in found.items()}


def median(costs: list[Cost]) -> Cost:
    """Take the median of each figure."""
    pick: list[Callable[[Cost], float]] = [lambda cost: cost.cpu, lambda cost: cost.wall]
    return Cost(*(statistics.median(map(each, costs)) for each in pick))


def table(costs: dict[str, Cost]) -> str:
    """Write the figures as a Markdown table, each row beside its base line."""
    lines = ["| command | CPU ms | wall ms | CPU ratio | wall ratio |", "| --- | ---: | ---: | ---: | ---: |"]
    base = Cost(1, 1)
    for name, cost in costs.items():
        base = base if name.startswith("scaffold") else cost
        ratios = f"{cost.cpu / base.cpu:.2f} | {cost.wall / base.wall:.2f}"
        lines.append(f"| {name} | {cost.cpu * 1000:.0f} | {cost.wall * 1000:.0f} | {ratios} |")
    return "\n".join(lines)


def main() -> int:
    """Measure, print the table, and hold the limit where one is given."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--template", default="fastapi")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--limit", type=float, help="highest ratio to plain cookiecutter that passes")
    arguments = parser.parse_args()
    costs = run(arguments.template, arguments.rounds)
    print(table(costs))
    ours, theirs = costs["scaffold new"], costs["cookiecutter"]
    too_slow = arguments.limit is not None and (ours.cpu > SECOND or ours.cpu > arguments.limit * theirs.cpu)
    return int(too_slow)


if __name__ == "__main__":
    sys.exit(main())
