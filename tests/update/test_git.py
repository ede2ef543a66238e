"""What git can do, it can do with an update: take it back, reuse resolutions, drive merges."""

import subprocess

import pytest

from .conftest import Live
from .releases import NAMES, Release, git, overlay

THREE = Release({"names.txt": NAMES.replace("name 3\n", "name three\n")})


@pytest.mark.parametrize("arguments", [("--commit",), ("--branch", "up"), ("--branch", "up", "--commit"), ()])
def test_undo_takes_everything_back(live: Live, arguments: tuple[str, ...]) -> None:
    life = live(THREE)
    head = life.git("rev-parse", "HEAD")
    subprocess.run(["sh", "-c", life.update(*arguments)["undo"]], cwd=life.folder, check=True)
    assert (life.git("rev-parse", "HEAD"), life.git("branch", "--show-current")) == (head, "main")
    assert (life.git("status", "--porcelain"), life.git("branch", "--format=%(refname:short)")) == ("", "main")


def test_other_object_format_is_no_hindrance(live: Live) -> None:
    life = live(THREE, Release({"names.txt": None}), no_git=True)
    git(life.folder, "init", "--quiet", "--object-format=sha256")
    life.edit({"names.txt": NAMES.replace("name 3\n", "mine\n"), "README.md": None})
    result = life.update("--to", "0.2.0")
    assert (result["exit"], result["base"]["verified"], len(result["conflicts"])) == (3, True, 1)
    overlay(life.folder, {"names.txt": "both\n"})
    life.edit({})
    assert life.update()["stay"] == ["names.txt"]


def test_resolution_is_reused(live: Live) -> None:
    life = live(THREE)
    life.git("config", "rerere.enabled", "true")
    life.edit({"names.txt": NAMES.replace("name 3\n", "mine\n")})
    life.update()
    overlay(life.folder, {"names.txt": NAMES.replace("name 3\n", "both\n")})
    life.git("add", "names.txt")
    life.git("commit", "--quiet", "--no-edit")
    life.git("reset", "--quiet", "--hard", "HEAD~1")
    assert life.update()["exit"] == 3
    assert "both" in life.read("names.txt").splitlines()


def test_merge_driver_of_the_team_works(live: Live) -> None:
    life = live(THREE)
    life.git("config", "merge.mine.driver", "echo driven >> %A")
    life.edit({".gitattributes": "names.txt merge=mine\n", "names.txt": NAMES.replace("name 3\n", "mine\n")})
    assert life.update()["exit"] == 0
    assert {"mine", "driven"} <= set(life.read("names.txt").splitlines())


def test_quiet_update_says_only_what_matters(live: Live) -> None:
    life = live(THREE, Release({"README.md": "new\n"}))
    life.edit({"names.txt": None})
    done = life.run("update", "--yes", "--quiet", "--no-install")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "  stays deleted, though the template changes it: names.txt\n"


def test_headings_of_the_changelog_are_committed(live: Live) -> None:
    life = live(THREE)
    log = life.houses[-1] / "scaffold/CHANGELOG.md"
    log.write_text(log.read_text().replace("- What 0.2.0", "### Changed\n\n- What 0.2.0"))
    life.update()
    life.git("commit", "--quiet", "--no-edit")
    assert "Changed:\n\n- What 0.2.0 brought." in life.git("log", "-1", "--format=%b")


def test_undo_leads_back_to_a_detached_commit(live: Live) -> None:
    life = live(THREE)
    life.git("checkout", "--quiet", "--detach")
    head = life.git("rev-parse", "HEAD")
    subprocess.run(["sh", "-c", life.update("--branch", "up", "--commit")["undo"]], cwd=life.folder, check=True)
    assert (life.git("rev-parse", "HEAD"), life.git("branch", "--show-current")) == (head, "")
    assert life.git("for-each-ref", "--format=%(refname:short)", "refs/heads") == "main"
