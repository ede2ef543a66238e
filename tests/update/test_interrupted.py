"""A run that is killed at any moment leaves the project as it was, as it is to be, or so that the next run mends it."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import Live
from .releases import NAMES, Life, Release, overlay

MANY = Release(
    {f"many/{number}.txt": f"{number}\n" * 2000 for number in range(300)} | {"names.txt": "new\n", "ci.yml": None}
)
JOURNAL = ".git/scaffold-update.json"


def start(life: Life) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(life.houses[-1]), "HOME": str(life.home)}
    command = [sys.executable, "-m", "scaffold", "update", "--yes", "--no-install", "--quiet"]
    return subprocess.Popen(
        command, cwd=life.folder, env=environment, start_new_session=True, stderr=subprocess.DEVNULL
    )


def state(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.relative_to(folder).parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    while not path.exists() and process.poll() is None:
        time.sleep(0.0005)


@pytest.mark.parametrize("delay", [0, 0.004, 0.01, 0.03])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_killed_update_loses_nothing(live: Live, number: signal.Signals, delay: float) -> None:
    life = live(MANY)
    life.edit({"names.txt": NAMES, "own.txt": "mine\n"})
    overlay(life.folder, {"loose.txt": "mine\n"})
    before = state(life.folder)
    with start(life) as process:
        wait_for(life.folder / JOURNAL, process)
        time.sleep(delay)
        # the terminal and a dying machine take git along
        os.killpg(process.pid, number)
    (life.folder / ".git/index.lock").unlink(missing_ok=True)
    if not (life.folder / ".git/CHERRY_PICK_HEAD").exists() and not (life.folder / JOURNAL).exists():
        assert state(life.folder) == before
    if (life.folder / ".git/CHERRY_PICK_HEAD").exists() and not (life.folder / JOURNAL).exists():
        life.git("cherry-pick", "--abort")
        assert state(life.folder) == before
    assert life.update()["exit"] == 0
    life.git("cherry-pick", "--abort")
    assert state(life.folder) == before
    assert life.git("status", "--porcelain") == "?? loose.txt"


def test_next_run_mends_a_torn_write(live: Live) -> None:
    life = live(MANY)
    head, tree = life.git("rev-parse", "HEAD"), torn(life)
    (life.folder / JOURNAL).write_text(f'{{"head": "{head}", "tree": "{tree}"}}')
    done = life.run("update", "--yes", "--dry-run")
    assert (done.returncode, "killed while it wrote" in done.stderr) == (0, True)
    assert life.git("status", "--porcelain") == ""
    assert life.read("names.txt") == NAMES
    assert not (life.folder / "many").exists()


def torn(life: Life) -> str:
    """Leave the work tree as git does that is killed while it writes, and return the tree it was to write."""
    life.update()
    tree = life.git("write-tree")
    life.git("cherry-pick", "--abort")
    overlay(life.folder, {"names.txt": "ne", "many/1.txt": "1\n" * 2000, "many/2.txt": "2\n2", "ci.yml": None})
    return tree


def test_mending_spares_the_teams_work(live: Live) -> None:
    life = live(MANY)
    head, tree = life.git("rev-parse", "HEAD"), torn(life)
    overlay(life.folder, {"names.txt": "mine\n", "many/1.txt": "mine\n"})
    (life.folder / JOURNAL).write_text(f'{{"head": "{head}", "tree": "{tree}"}}')
    done = life.run("update", "--yes")
    assert (done.returncode, "not committed: names.txt" in done.stderr) == (5, True)
    assert (life.read("names.txt"), life.read("many/1.txt")) == ("mine\n", "mine\n")


def test_writing_update_is_not_disturbed(live: Live) -> None:
    life = live(MANY)
    with (life.folder / JOURNAL).open("wb") as journal:
        fcntl.flock(journal, fcntl.LOCK_EX)
        done = life.run("update", "--yes")
    assert (done.returncode, "another update is being written" in done.stderr) == (5, True)
