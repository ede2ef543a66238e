"""Time an update over three versions of an untouched default project, and `scaffold check`, without a network.

Four releases are made of this checkout's templates, each with other lines in a fifth of the shared modules.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts import history
from tests.conftest import ROOT, write
from tests.update.releases import Life, git

VERSIONS = ("0.1.0", "0.2.0", "0.3.0", "0.4.0")
UPDATE = ("update", "--yes", "--quiet", "--no-install", "--commit")


def release(repository: Path, number: int) -> None:
    """Change the templates, and tag them."""
    for template in (repository / "templates").iterdir():
        questions = json.loads((template / "cookiecutter.json").read_text("utf-8"))
        write(template / "cookiecutter.json", json.dumps(questions | {"__scaffold_version": VERSIONS[number]}))
        for module in sorted((template / "templates/shared").rglob("*.py"))[number::5]:
            write(module, f"{module.read_text('utf-8')}\n# {VERSIONS[number]}\n")
    git(repository, "add", "--all", "--force")
    git(repository, "commit", "--quiet", "--message", VERSIONS[number])
    git(repository, "tag", f"v{VERSIONS[number]}")


def install(repository: Path, house: Path, number: int) -> Path:
    """Lay out scaffold as its wheel does."""
    shutil.copytree(ROOT / "scaffold", house / "scaffold", ignore=shutil.ignore_patterns("__pycache__", "history"))
    write(house / "scaffold/__init__.py", f'__version__ = "{VERSIONS[number]}"\n')
    shutil.copytree(repository / "templates", house / "scaffold/templates")
    shutil.copy(ROOT / "cookiecutter.json", house / "scaffold")
    history.pack(repository, house / "scaffold/history")
    return house


def timed(life: Life, *arguments: str, expected: int) -> tuple[float, float]:
    """Run scaffold and return the seconds it took, and those of the processor."""
    environment = os.environ | {"PYTHONPATH": str(life.houses[-1]), "HOME": str(life.home), "UV_OFFLINE": "1"}
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "scaffold", *arguments]
    done = subprocess.run(command, cwd=life.folder, env=environment, capture_output=True, check=False)
    seconds, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != expected:
        sys.exit(done.stderr.decode())
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def prepare(scratch: Path, template: str) -> Life:
    """Release four versions and make a project from the first; only the wheel knows what it was made of."""
    repository, houses = scratch / "repository", list[Path]()
    shutil.copytree(ROOT / "templates", repository / "templates")
    git(repository, "init", "--quiet")
    for number in range(len(VERSIONS)):
        release(repository, number)
        houses.append(install(repository, scratch / VERSIONS[number], number))
    (scratch / "home").mkdir()
    life = Life(folder=scratch, houses=houses, home=scratch / "home")
    made = life.run("new", "My Shop", "-t", template, "--yes", "--quiet", "--no-install", version=0)
    if made.returncode:
        sys.exit(made.stderr)
    life.folder = scratch / "my-shop"
    git(life.folder, "update-ref", "-d", "refs/scaffold/pristine")
    git(life.folder, "gc", "--quiet", "--prune=now")
    return life


def main() -> None:
    """Print medians."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--template", default="fastapi")
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        life = prepare(Path(name), arguments.template)
        kept = shutil.copytree(life.folder, Path(name, "kept"), symlinks=True)
        rows: dict[str, list[tuple[float, float]]] = {"update": [], "check": []}
        for _ in range(arguments.runs):
            rows["check"].append(timed(life, "check", expected=4))
            rows["update"].append(timed(life, *UPDATE, expected=0))
            shutil.rmtree(life.folder)
            shutil.copytree(kept, life.folder, symlinks=True)
    print("| command | seconds, median | of the processor, median | least |\n| --- | ---: | ---: | ---: |")
    for command, times in rows.items():
        wall, spent = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"| {command} | {wall:.2f} | {spent:.2f} | {min(cpu for _, cpu in times):.3f} |")


if __name__ == "__main__":
    main()
