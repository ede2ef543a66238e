"""A project may be a folder of a larger repository, or have no repository at all."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import Live
from .releases import NAMES, Life, Release, git, overlay

THREE = Release({"names.txt": NAMES.replace("name 3\n", "name three\n"), "new.txt": "new\n"})


@pytest.fixture
def part(live: Live, tmp_path: Path) -> Life:
    """Put a project into a folder of a larger repository."""
    life = live(THREE, Release({"README.md": "new\n"}), no_git=True)
    whole = tmp_path / "whole"
    overlay(whole, {"README.md": "# Whole\n", "other/names.txt": NAMES})
    git(whole, "init", "--quiet")
    folder = whole / "services/the shop"
    shutil.move(life.folder, folder)
    git(whole, "add", "--all")
    git(whole, "commit", "--quiet", "--message", "whole")
    return Life(folder=folder, houses=life.houses, home=life.home)


def test_folder_of_a_repository_is_updated_alone(part: Life) -> None:
    part.edit({"names.txt": NAMES.replace("name 15\n", "mine\n")})
    assert part.update("--to", "0.2.0")["exit"] == 0
    assert {"mine", "name three"} <= set(part.read("names.txt").splitlines())
    changed = part.git("diff", "--name-only", "--cached", "HEAD").splitlines()
    assert changed == [f"services/the shop/{name}" for name in (".scaffold.toml", "names.txt", "new.txt")]


def test_conflict_in_a_folder_names_its_path(part: Life) -> None:
    part.edit({"names.txt": NAMES.replace("name 3\n", "mine\n")})
    result = part.update()
    assert (result["exit"], [entry["path"] for entry in result["conflicts"]]) == (3, ["services/the shop/names.txt"])
    part.git(*result["undo"].split()[1:])
    assert part.git("status", "--porcelain") == ""


def test_second_update_of_a_folder_finds_its_base(part: Life) -> None:
    part.update("--to", "0.2.0", "--commit")
    result = part.update()
    assert (result["exit"], result["base"]["source"]) == (0, "objects")


def test_update_works_from_a_folder_below(part: Life) -> None:
    done = part.run("update", "--yes", "--no-install", cwd=part.folder / "src")
    assert (done.returncode, "name three" in part.read("names.txt")) == (0, True)


def test_change_elsewhere_in_the_repository_is_no_hindrance(part: Life) -> None:
    other = part.folder.parents[1] / "README.md"
    other.write_text("mine\n")
    result = part.update()
    assert result["exit"] == 0
    part.git(*result["undo"].split()[1:])
    assert other.read_text() == "mine\n"


def test_staged_change_elsewhere_is_refused(part: Life) -> None:
    (part.folder.parents[1] / "README.md").write_text("mine\n")
    part.git("add", "--all", ":/")
    assert part.run("update", "--yes").returncode == 5


def test_project_without_git_is_merged(live: Live) -> None:
    life = live(THREE, no_git=True)
    overlay(life.folder, {"names.txt": NAMES.replace("name 15\n", "mine\n")})
    assert life.update()["exit"] == 0
    assert {"mine", "name three"} <= set(life.read("names.txt").splitlines())
    assert not (life.folder / ".git").exists()


def test_undo_works_without_git(live: Live) -> None:
    life = live(THREE, no_git=True)
    result = life.update()
    assert life.read("new.txt") == "new\n"
    done = subprocess.run(["sh", "-c", result["undo"]], check=False).returncode
    assert (done, life.read("names.txt"), (life.folder / "new.txt").exists()) == (0, NAMES, False)
    assert "0.1.0" in life.read(".scaffold.toml")


def test_conflict_without_git_leaves_files(live: Live) -> None:
    life = live(Release({"logo.png": b"\0two", "names.txt": "theirs\n"}), no_git=True)
    overlay(life.folder, {"logo.png": b"\0mine", "names.txt": "mine\n"})
    assert life.update()["exit"] == 3
    assert {"mine", "theirs", "<<<<<<< yours"} <= set(life.read("names.txt").splitlines())
    assert (life.folder / "logo.png").read_bytes() == b"\0mine"
    assert (life.folder / "logo.png.template").read_bytes() == b"\0two"


def test_secrets_stay_without_git(live: Live) -> None:
    life = live(THREE, no_git=True)
    overlay(life.folder, {".env": "SECRET=mine\n"})
    life.update()
    assert life.read(".env") == "SECRET=mine\n"
    assert not [path for path in life.home.rglob("*") if path.is_file() and b"SECRET=mine" in path.read_bytes()]


def test_ignored_folder_counts_as_without_git(live: Live, tmp_path: Path) -> None:
    life = live(THREE, no_git=True)
    git(tmp_path, "init", "--quiet")
    overlay(tmp_path, {".gitignore": "/my-shop\n"})
    assert life.update()["exit"] == 0
    assert git(tmp_path, "status", "--porcelain", "my-shop") == ""


def test_branch_without_git_is_refused(live: Live) -> None:
    done = live(THREE, no_git=True).run("update", "--yes", "--branch", "up")
    assert (done.returncode, "needs a repository" in done.stderr) == (2, True)


def test_folder_that_is_no_project_is_refused(live: Live, tmp_path: Path) -> None:
    life = live()
    (tmp_path / "empty").mkdir()
    for command in ("update", "status", "diff", "check"):
        done = life.run(command, cwd=tmp_path / "empty")
        assert (done.returncode, "no .scaffold.toml" in done.stderr, done.stderr.count("\n")) == (1, True, 1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("x = [", "not valid TOML"), ("<<<<<<< yours\n", "a merge left its marks"), ("[template]\n", "lacks [template]")],
)
def test_broken_record_is_refused(live: Live, text: str, sentence: str) -> None:
    life = live(THREE)
    life.edit({".scaffold.toml": text})
    for command in (("update", "--yes"), ("check",)):
        done = life.run(*command)
        assert (done.returncode, sentence in done.stderr, done.stderr.count("\n")) == (1, True, 1)


@pytest.mark.parametrize(("version", "sentence"), [("2.37.9", "2.38 or newer"), ("2.1", "2.38 or newer")])
def test_old_git_is_refused(live: Live, tmp_path: Path, version: str, sentence: str) -> None:
    life = live(THREE)
    overlay(tmp_path / "bin", {"git": f"#!/bin/sh\necho git version {version}\n"})
    (tmp_path / "bin/git").chmod(0o755)
    done = life.run("update", "--yes", PATH=f"{tmp_path}/bin:{os.environ['PATH']}")
    assert (done.returncode, sentence in done.stderr) == (1, True)


def test_missing_git_is_refused(live: Live, tmp_path: Path) -> None:
    done = live(THREE).run("update", "--yes", PATH=str(tmp_path))
    assert (done.returncode, done.stderr) == (1, "scaffold: git was not found: updates are merged by git\n")
