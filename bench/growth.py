"""Measure what a file costs as templates grow, against cookiecutter, copier and plain Python, in one run.

A template of so many files, each some lines with a few answers in them, is written for each generator in its own way;
the floor is Python that writes the same files with `str.format`. CPU time is that of the process and its children.
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from bench.generate import Cost, measure

LINES = 20
FOLDER = 50  # files of one folder
TEXT = 'line {number} of {mark} for "{mark}"\n'
MARKS = {"cookiecutter": "{{ cookiecutter.slug }}", "copier": "{{ slug }}", "floor": "{slug}"}
FLOOR = """\
import sys
from pathlib import Path
source, target = map(Path, sys.argv[1:])
for path in source.rglob("*"):
    if path.is_file():
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(path.read_text("utf-8").format(slug="shop"), "utf-8")
"""


def write_template(folder: Path, kind: str, files: int) -> Path:
    """Write a template in one generator's way."""
    top = folder / "{{cookiecutter.slug}}" if kind == "cookiecutter" else folder
    for number in range(files):
        text = "".join(TEXT.format(number=line + number, mark=MARKS[kind]) for line in range(LINES))
        path = top / f"part{number // FOLDER}" / f"file{number}.txt{'.jinja' if kind == 'copier' else ''}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    if kind == "cookiecutter":
        (folder / "cookiecutter.json").write_text(json.dumps({"slug": "shop"}), "utf-8")
    if kind == "copier":
        (folder / "copier.yml").write_text("slug: shop\n", "utf-8")
    return folder


def commands(scratch: Path, files: int) -> dict[str, list[str]]:
    """List what is measured; the floor comes first."""
    made = {kind: str(write_template(scratch / f"{kind}-{files}", kind, files)) for kind in MARKS}
    python = sys.executable
    found = {
        "floor": [python, "-c", FLOOR, made["floor"], "shop"],
        "scaffold": [python, "-m", "scaffold", "new", "-t", made["cookiecutter"], "--yes", "--no-git", *limit(files)],
        "cookiecutter": [python, "-m", "cookiecutter", made["cookiecutter"], "--no-input"],
    }
    if shutil.which("copier"):
        found["copier"] = ["copier", "copy", "--defaults", "--quiet", made["copier"], "shop"]
    return found


def limit(files: int) -> list[str]:
    """Leave room for the record that is written beside the template's files, and time on a busy machine."""
    return ["--limit", f"files={files + 10}", "--limit", "time=600"]


def run(sizes: list[int], rounds: int) -> dict[int, dict[str, Cost]]:
    """Measure every size with every generator, in turn, and return the medians."""
    found: dict[int, dict[str, Cost]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for files in sizes:
            costs: dict[str, list[Cost]] = {}
            for _ in range(rounds):
                for name, command in commands(Path(scratch), files).items():
                    with tempfile.TemporaryDirectory() as folder:
                        costs.setdefault(name, []).append(measure(command, Path(folder), Path(scratch)))
            found[files] = {name: median(each) for name, each in costs.items()}
    return found


def median(costs: list[Cost]) -> Cost:
    """Take the median of each figure."""
    return Cost(statistics.median(each.cpu for each in costs), statistics.median(each.wall for each in costs))


def main() -> int:
    """Print the table: CPU milliseconds in all, and for a file more than the size before."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000, 5000])
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    found = run(arguments.sizes, arguments.rounds)
    names = list(next(iter(found.values())))
    print(f"| files | {' | '.join(f'{name} CPU ms (µs a file more)' for name in names)} |")
    print(f"| ---: |{' ---: |' * len(names)}")
    before: dict[str, float] = {}
    last = 0
    for files, costs in found.items():
        cells = [cell(costs[name].cpu, before.get(name), files - last) for name in names]
        print(f"| {files} | {' | '.join(cells)} |")
        before, last = {name: cost.cpu for name, cost in costs.items()}, files
    return 0


def cell(cpu: float, before: float | None, more: int) -> str:
    """Write one figure with its growth."""
    growth = "" if before is None else f" ({(cpu - before) / more * 1e6:.0f})"
    return f"{cpu * 1e3:.0f}{growth}"


if __name__ == "__main__":
    sys.exit(main())
