"""Lock files are merged by nobody: uv makes them anew, and what it cannot do is said."""

import json

from .conftest import Live
from .releases import LOCK, Life, Release

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
