"""A run that is killed at any moment leaves the project as it was, as it is to be, or so that the next run mends it."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from .conftest import Live
from .releases import NAMES, Life, Release, overlay

MANY = Release(
    {f"many/{number}.txt": f"{number}\n" * 2000 for number in range(300)} | {"names.txt": "new\n", "ci.yml": None}
)
JOURNAL = ".git/scaffold-update.json"
OURS = {"scaffold-update.json", "scaffold-update.index", "scaffold-update.index.lock", "index.lock"}


def start(life: Life, *arguments: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(life.houses[-1]), "HOME": str(life.home)}
    command = [sys.executable, "-m", "scaffold", "update", "--yes", "--no-install", "--quiet", *arguments]
    return subprocess.Popen(command, cwd=life.folder, env=environment, start_new_session=True, stderr=subprocess.PIPE)


def state(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.relative_to(folder).parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@dataclass(frozen=True)
class Torn:
    """An update that was stopped, and what the project was before."""

    life: Life
    before: dict[str, bytes]
    code: int
    said: str

    def check_nothing_is_left_behind(self) -> None:
        assert [path.name for path in (self.life.folder / ".git").iterdir() if path.name in OURS] == []

    def check_all_is_as_before(self) -> None:
        assert state(self.life.folder) == self.before
        assert self.life.git("status", "--porcelain") == "?? loose.txt"
        assert not (self.life.folder / ".git/CHERRY_PICK_HEAD").exists()

    def check_next_update_works(self) -> None:
        if (self.life.folder / ".git/CHERRY_PICK_HEAD").exists() and not (self.life.folder / JOURNAL).exists():
            self.leave()
        assert self.life.update()["exit"] == 0
        self.leave()
        self.check_nothing_is_left_behind()
        self.check_all_is_as_before()

    def leave(self) -> None:
        self.life.git("cherry-pick", "--abort")
        if "up" in self.life.git("branch", "--format=%(refname:short)").split():
            self.life.git("switch", "--quiet", "main")
            self.life.git("branch", "--quiet", "-D", "up")


Stop = Callable[..., Torn]


def wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    while not path.exists() and process.poll() is None:
        time.sleep(0.0005)


@pytest.fixture
def torn_by(live: Live) -> Stop:
    """Stop an update some time after it began to write."""

    def stop(number: signal.Signals, delay: float, *arguments: str) -> Torn:
        life = live(MANY)
        life.edit({"names.txt": NAMES, "own.txt": "mine\n"})
        overlay(life.folder, {"loose.txt": "mine\n"})
        before = state(life.folder)
        with start(life, *arguments) as process:
            wait_for(life.folder / JOURNAL, process)
            time.sleep(delay)
            # the terminal and a dying machine take git along; who is impatient stops it twice
            for _ in range(2):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, number)
            said = process.communicate()[1].decode()
        return Torn(life=life, before=before, code=process.returncode, said=said)

    return stop


@pytest.mark.parametrize("delay", [0, 0.004, 0.01, 0.03])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_update_is_undone_at_once(torn_by: Stop, number: signal.Signals, delay: float) -> None:
    torn = torn_by(number, delay)
    torn.check_nothing_is_left_behind()
    if "the update is staged" not in torn.said:
        assert (torn.code, torn.said) == (130, "scaffold: stopped; everything is as it was\n")
        torn.check_all_is_as_before()
    torn.check_next_update_works()


@pytest.mark.parametrize("delay", [0, 0.004, 0.01, 0.03])
def test_killed_update_is_undone_by_the_next(torn_by: Stop, delay: float) -> None:
    torn_by(signal.SIGKILL, delay).check_next_update_works()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_branch_of_a_stopped_update_goes_too(torn_by: Stop, number: signal.Signals) -> None:
    torn = torn_by(number, 0.004, "--branch", "up")
    torn.check_next_update_works()
    assert torn.life.git("branch", "--format=%(refname:short)") == "main"


def torn(life: Life) -> None:
    """Leave the project as a killed run does: git was cut off while it wrote the files."""
    life.update()
    begun = {"head": life.git("rev-parse", "HEAD"), "tree": life.git("write-tree")}
    life.git("cherry-pick", "--abort")
    overlay(life.folder, {"names.txt": "ne", "many/1.txt": "1\n" * 2000, "many/2.txt": "2\n2", "ci.yml": None})
    overlay(life.folder, {JOURNAL: json.dumps(begun)})
    (life.folder / ".git/index.lock").hardlink_to(life.folder / JOURNAL)
    shutil.copy2(life.folder / ".git/index", life.folder / ".git/scaffold-update.index")


def test_next_run_mends_a_torn_write(live: Live) -> None:
    life = live(MANY)
    torn(life)
    done = life.run("update", "--yes", "--dry-run")
    assert (done.returncode, "killed while it wrote" in done.stderr) == (0, True)
    assert life.git("status", "--porcelain") == ""
    assert life.read("names.txt") == NAMES
    assert not (life.folder / "many").exists()


def test_mending_spares_the_teams_work(live: Live) -> None:
    life = live(MANY)
    torn(life)
    overlay(life.folder, {"names.txt": "mine\n", "many/1.txt": "mine\n"})
    done = life.run("update", "--yes")
    assert (done.returncode, "not committed: names.txt" in done.stderr) == (5, True)
    assert (life.read("names.txt"), life.read("many/1.txt")) == ("mine\n", "mine\n")


def test_team_that_went_on_is_left_alone(live: Live) -> None:
    life = live(MANY)
    torn(life)
    (life.folder / ".git/index.lock").unlink()
    life.edit({"names.txt": "mine\n"})
    assert life.update("--dry-run")["applied"] is False
    assert (life.read("names.txt"), (life.folder / "ci.yml").exists()) == ("mine\n", False)


@pytest.mark.parametrize("begun", [True, False])
def test_lock_of_another_git_is_told(live: Live, *, begun: bool) -> None:
    life = live(MANY)
    if begun:
        torn(life)
        (life.folder / ".git/index.lock").unlink()
    overlay(life.folder, {".git/index.lock": ""})
    before = state(life.folder)
    done = life.run("update", "--yes", "--branch", "up")
    assert (done.returncode, "index.lock' is there: git is at work" in done.stderr) == (5, True), done.stderr
    assert (state(life.folder), life.git("branch", "--format=%(refname:short)")) == (before, "main")


def test_kill_without_git_is_mended_too(live: Live) -> None:
    life = live(MANY, no_git=True)
    before = state(life.folder)
    with start(life) as process:
        while process.poll() is None and not list(life.home.rglob(Path(JOURNAL).name)):
            time.sleep(0.0005)
        time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
    result = life.update()
    subprocess.run(["sh", "-c", result["undo"]], check=True)
    assert (result["exit"], state(life.folder)) == (0, before)


def test_writing_update_is_not_disturbed(live: Live) -> None:
    life = live(MANY)
    with (life.folder / JOURNAL).open("wb") as journal:
        fcntl.flock(journal, fcntl.LOCK_EX)
        done = life.run("update", "--yes")
    assert (done.returncode, "another update is being written" in done.stderr) == (5, True)


def test_git_that_dies_is_undone_at_once(live: Live, tmp_path: Path) -> None:
    life = live(MANY)
    before = state(life.folder)
    dying = """#!/bin/sh
case "$*" in
*"read-tree -m -u"*)
  printf ne >names.txt
  : >.git/scaffold-update.index.lock
  kill -9 $$ ;;
esac
"""
    overlay(tmp_path / "bin", {"git": f'{dying}exec {shutil.which("git")} "$@"\n'})
    (tmp_path / "bin/git").chmod(0o755)
    done = life.run("update", "--yes", "--branch", "up", PATH=f"{tmp_path}/bin:{os.environ['PATH']}")
    assert (done.returncode, "git read-tree failed" in done.stderr) == (1, True)
    Torn(life=life, before=before, code=1, said="").check_nothing_is_left_behind()
    assert (state(life.folder), life.git("status", "--porcelain")) == (before, "")
    assert life.git("branch", "--format=%(refname:short)") == "main"
