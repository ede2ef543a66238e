"""Stop `scaffold update` at random moments and count the projects that are neither as before nor updated whole.

Each run is stopped twice in a row, the second time at once or a little later, by the signal of a terminal or a dying
machine: git gets it too. After SIGKILL the next run has to mend the project; after the others it must stand at once.
"""

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.update.releases import Life, Release, build, git

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
NEW = ("new", "My Shop", "-t", "flask", "--yes", "--quiet", "--no-install")
MANY = Release({f"many/{number}.txt": f"{number}\n" * 2000 for number in range(300)} | {"names.txt": "new\n"})
LITTER = {"scaffold-update.json", "scaffold-update.index", "scaffold-update.index.lock", "index.lock"}


def start(life: Life) -> subprocess.Popen[bytes]:
    """Start an update."""
    environment = os.environ | {"PYTHONPATH": str(life.houses[-1]), "HOME": str(life.home)}
    command = [sys.executable, "-m", "scaffold", "update", "--yes", "--no-install", "--quiet"]
    return subprocess.Popen(
        command, cwd=life.folder, env=environment, start_new_session=True, stderr=subprocess.DEVNULL
    )


def state(life: Life) -> tuple[dict[str, bytes], str]:
    """Return every file, and what git thinks of them."""
    files = (path for path in life.folder.rglob("*") if ".git" not in path.relative_to(life.folder).parts)
    return {str(path): path.read_bytes() for path in files if path.is_file()}, git(life.folder, "status", "--porcelain")


def stop(life: Life, number: signal.Signals, delay: float) -> None:
    """Start an update and stop it."""
    with start(life) as process:
        time.sleep(delay)
        for _ in range(2):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            time.sleep(random.choice((0, 0.005)))  # noqa: S311 - a moment, no secret


def count(life: Life, number: signal.Signals, runs: int, seconds: float) -> tuple[int, int, int]:
    """Count projects left half done, litter, and updates that were there whole, over many runs."""
    before, whole = state(life), updated(life)
    halves = litter = there = 0
    for _ in range(runs):
        stop(life, number, random.uniform(0, seconds))  # noqa: S311 - a moment, no secret
        if number is signal.SIGKILL:
            start(life).wait()
        found = state(life)
        halves += found not in (before, whole)
        there += found == whole
        litter += bool(LITTER & {path.name for path in (life.folder / ".git").iterdir()})
        git(life.folder, "cherry-pick", "--abort", check=False)
        git(life.folder, "reset", "--quiet", "--hard")
    return halves, litter, there


def updated(life: Life) -> tuple[dict[str, bytes], str]:
    """Return the state after a whole update, and take that back."""
    start(life).wait()
    found = state(life)
    git(life.folder, "cherry-pick", "--abort")
    return found


def main() -> int:
    """Print the table; 1 when something was left half done."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=100, help="of each signal")
    runs = parser.parse_args().runs
    wrong = 0
    print("| signal | runs | half-written | litter | updated whole |\n| --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as scratch:
        life = Life(folder=Path(scratch), houses=build(Path(scratch, "template"), MANY), home=Path(scratch))
        life.run(*NEW, version=0)
        life.folder = Path(scratch, "my-shop")
        begin = time.perf_counter()
        start(life).wait()
        seconds = time.perf_counter() - begin
        git(life.folder, "cherry-pick", "--abort")
        for number in SIGNALS:
            halves, litter, there = count(life, number, runs, seconds)
            print(f"| {number.name} | {runs} | {halves} | {litter} | {there} |", flush=True)
            wrong += halves + litter
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
