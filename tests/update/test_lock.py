"""Lock files are merged by nobody: uv makes them anew, and what it cannot do is said."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from .conftest import Live
from .releases import LOCK, Life, Release, overlay

PROJECT = '[project]\nname = "{{ cookiecutter.project_slug }}"\nversion = "0"\n'
MORE = Release({"pyproject.toml": PROJECT + 'requires-python = ">=3.12"\n', "uv.lock": "version = 2\n"})


def update(life: Life) -> dict[str, dict[str, str]]:
    done = life.run("update", "--yes", "--json")
    result: dict[str, dict[str, str]] = json.loads(done.stdout)
    return result


def test_lock_is_made_anew(live: Live) -> None:
    life = live(MORE)
    assert update(life)["lock"]["status"] == "done"
    assert 'requires-python = ">=3.12"' in life.read("uv.lock")
    assert "uv.lock" in life.git("diff", "--cached", "--name-only").splitlines()


def test_abort_takes_the_lock_back(live: Live) -> None:
    life = live(MORE)
    update(life)
    life.git("cherry-pick", "--abort")
    assert (life.read("uv.lock"), life.git("status", "--porcelain")) == (LOCK, "")


def test_templates_lock_is_never_merged(live: Live) -> None:
    life = live(Release({"uv.lock": "version = 2\n"}))
    life.edit({"uv.lock": LOCK + "# mine\n"})
    assert life.update()["lock"] is None
    assert life.read("uv.lock") == LOCK + "# mine\n"


def test_conflict_leaves_the_lock_and_says_so(live: Live) -> None:
    life = live(MORE)
    life.edit({"pyproject.toml": PROJECT.replace('version = "0"', 'version = "1"')})
    lock = update(life)["lock"]
    assert (lock["status"], lock["detail"]) == ("undone", "pyproject.toml has conflicts")


def test_lock_that_cannot_be_made_is_said(live: Live) -> None:
    life = live(Release({"pyproject.toml": PROJECT + 'dependencies = ["no-such-distribution-at-all"]\n'}))
    done = life.run("update", "--yes")
    assert (done.returncode, "left undone: uv.lock" in done.stderr, "later: uv lock" in done.stderr) == (0, True, True)
    assert life.read("uv.lock") == LOCK


def test_lock_can_be_left_alone(live: Live) -> None:
    life = live(MORE)
    assert life.update()["lock"]["status"] == "skipped"
    assert life.read("uv.lock") == LOCK


def test_stopping_uv_keeps_the_update(live: Live, tmp_path: Path) -> None:
    life = live(MORE)
    overlay(tmp_path / "bin", {"uv": "#!/bin/sh\ntouch started\nexec sleep 60\n"})
    (tmp_path / "bin/uv").chmod(0o755)
    environment = os.environ | {"PYTHONPATH": str(life.houses[-1]), "PATH": f"{tmp_path}/bin:{os.environ['PATH']}"}
    command = [sys.executable, "-m", "scaffold", "update", "--yes"]
    with subprocess.Popen(command, cwd=life.folder, env=environment, stderr=subprocess.PIPE, text=True) as process:
        while not (life.folder / "started").exists() and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1]
    assert (process.returncode, "the update is staged, left undone: uv lock" in said) == (130, True)
    assert 'version = "0.2.0"' in life.git("show", ":.scaffold.toml")
