"""Stop `scaffold new` at random moments and count the trees that are neither whole nor absent.

Each run is stopped once, at a moment drawn evenly from its usual length, by SIGINT, SIGTERM or SIGKILL; then the folder
is looked at, and after a SIGKILL once more when a second run has been through. The last line counts the winners of
six runs at once on one target.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NEW = ("new", "Shop", "--yes", "--no-git", "--no-install", "--quiet", "-t")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
RUNS_AT_ONCE = 6


def start(template: str, folder: Path) -> subprocess.Popen[bytes]:
    """Start one run in a folder."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "HOME": str(folder.parent), "XDG_CONFIG_HOME": str(folder)}
    command = [sys.executable, "-m", "scaffold", *NEW, template]
    return subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL)


def tree(folder: Path) -> set[tuple[str, int]]:
    """List what is in a folder, with sizes; the secrets in `.env` are new each time, but not their length."""
    return {(str(path.relative_to(folder)), path.lstat().st_size) for path in folder.rglob("*") if path.is_file()}


def whole(template: str, folder: Path) -> tuple[set[tuple[str, int]], float]:
    """Let one run end, and return its tree and how long it took."""
    folder.mkdir()
    begin = time.perf_counter()
    start(template, folder).wait()
    return tree(folder / "shop"), time.perf_counter() - begin


def kill(template: str, folder: Path, number: signal.Signals, delay: float) -> None:
    """Start a run and stop it."""
    folder.mkdir()
    with start(template, folder) as process:
        time.sleep(delay)
        process.send_signal(number)


def count(template: str, scratch: Path, number: signal.Signals, runs: int) -> tuple[int, int]:
    """Count half-written trees and litter over many runs."""
    wanted, seconds = whole(template, scratch / f"whole-{number}")
    halves = litter = 0
    for run in range(runs):
        folder = scratch / f"{number}-{run}"
        kill(template, folder, number, random.uniform(0, seconds))  # noqa: S311 - a moment, no secret
        halves += (folder / "shop").exists() and tree(folder / "shop") != wanted
        if number is signal.SIGKILL:  # nothing can tidy up after it but the next run
            start(template, folder).wait()
            halves += tree(folder / "shop") != wanted
        litter += any(path.name != "shop" for path in folder.iterdir())
    return halves, litter


def winners(template: str, scratch: Path) -> int:
    """Start six runs at once on one target and count those that succeed."""
    folder = scratch / "crowd"
    folder.mkdir()
    runs = [start(template, folder) for _ in range(RUNS_AT_ONCE)]
    return sum(run.wait() == 0 for run in runs)


def main() -> int:
    """Print the table; 1 when something was left half done."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a script's background job ignores it and hands that down
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--template", default="fastapi")
    parser.add_argument("--runs", type=int, default=100, help="of each signal")
    arguments = parser.parse_args()
    wrong = 0
    print("| signal | runs | half-written trees | litter |\n| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as scratch:
        for number in SIGNALS:
            halves, litter = count(arguments.template, Path(scratch), number, arguments.runs)
            print(f"| {number.name} | {arguments.runs} | {halves} | {litter} |", flush=True)
            wrong += halves + litter
        won = winners(arguments.template, Path(scratch))
    print(f"\n{won} of {RUNS_AT_ONCE} runs at once succeeded")
    return int(wrong > 0 or won != 1)


if __name__ == "__main__":
    sys.exit(main())
