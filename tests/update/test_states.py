"""Whatever state a repository is in, an update either refuses it in a sentence or leaves it as git would."""

import json
from pathlib import Path

import pytest

from .conftest import Live
from .releases import NAMES, Life, Release, git, overlay

THREE = Release({"names.txt": NAMES.replace("name 3\n", "name three\n")})


def refused(life: Life, sentence: str) -> None:
    before = life.git("status", "--porcelain")
    done = life.run("update", "--yes")
    assert (done.returncode, sentence in done.stderr, done.stderr.count("\n")) == (5, True, 1), done.stderr
    assert life.git("status", "--porcelain") == before


def test_changed_file_is_refused(live: Live) -> None:
    life = live(THREE)
    overlay(life.folder, {"README.md": "mine\n"})
    refused(life, "not committed: README.md")


def test_staged_file_is_refused(live: Live) -> None:
    life = live(THREE)
    overlay(life.folder, {"mine.txt": "mine\n"})
    life.git("add", "mine.txt")
    refused(life, "not committed: mine.txt")


def test_untracked_file_elsewhere_is_no_hindrance(live: Live) -> None:
    life = live(THREE)
    overlay(life.folder, {"mine.txt": "mine\n"})
    assert life.update()["exit"] == 0
    assert life.read("mine.txt") == "mine\n"


@pytest.mark.parametrize("command", ["merge", "cherry-pick", "rebase", "revert"])
def test_merge_in_progress_is_refused(live: Live, command: str) -> None:
    life = live(THREE)
    life.git("switch", "--quiet", "--create", "other")
    life.edit({"README.md": "theirs\n"})
    life.git("switch", "--quiet", "main")
    life.edit({"README.md": "mine\n"})
    git(life.folder, command, "other", check=False)
    refused(life, "is in progress")


def test_update_in_progress_is_refused(live: Live) -> None:
    life = live(THREE)
    life.update()
    refused(life, "git cherry-pick --abort")


def test_unborn_branch_is_refused(live: Live) -> None:
    life = live(THREE)
    life.git("checkout", "--quiet", "--orphan", "empty")
    refused(life, "commit the project first")


def test_uncommitted_record_is_refused(live: Live) -> None:
    life = live(THREE)
    life.git("rm", "--quiet", "--cached", ".scaffold.toml")
    life.git("commit", "--quiet", "--message", "forget")
    refused(life, "is not committed")


def test_abort_takes_a_clean_update_back(live: Live) -> None:
    life = live(THREE)
    result = life.update()
    assert "Changes to be committed" in life.git("status")
    life.git(*result["undo"].split()[1:])
    assert (life.git("status", "--porcelain"), life.read("names.txt")) == ("", NAMES)


def test_abort_takes_a_conflict_back(live: Live) -> None:
    life = live(THREE)
    mine = NAMES.replace("name 3\n", "mine\n")
    life.edit({"names.txt": mine})
    result = life.update()
    life.git(*result["undo"].split()[1:])
    assert (life.git("status", "--porcelain"), life.read("names.txt")) == ("", mine)


def test_git_continues_after_a_conflict(live: Live) -> None:
    life = live(THREE)
    life.edit({"names.txt": NAMES.replace("name 3\n", "mine\n")})
    life.update()
    overlay(life.folder, {"names.txt": NAMES.replace("name 3\n", "both\n")})
    life.git("add", "names.txt")
    life.git("cherry-pick", "--continue")
    assert life.git("log", "-1", "--format=%s") == "chore: update to 0.2.0 of scaffold's flask template"
    assert life.git("status", "--porcelain") == ""


def test_commit_bears_the_changelog_and_the_users_name(live: Live) -> None:
    life = live(THREE)
    life.git("config", "user.name", "Ada")
    life.git("config", "user.email", "ada@example.com")
    result = life.update("--commit")
    assert result["committed"]
    assert life.git("log", "-1", "--format=%an <%ae> %cn") == "Ada <ada@example.com> Ada"
    assert "What 0.2.0 brought." in life.git("log", "-1", "--format=%b")
    assert life.git("status", "--porcelain") == ""


def test_commit_needs_no_name(live: Live) -> None:
    life = live(THREE)
    assert life.update("--commit", GIT_CONFIG_GLOBAL="/dev/null")["committed"]
    assert life.git("log", "-1", "--format=%an <%ae>") == "scaffold <scaffold@localhost>"


def test_conflicts_are_not_committed(live: Live) -> None:
    life = live(THREE)
    life.edit({"names.txt": NAMES.replace("name 3\n", "mine\n")})
    result = life.update("--commit")
    assert (result["exit"], result["committed"]) == (3, False)
    assert life.git("log", "-1", "--format=%s") == "work"


def test_branch_is_made(live: Live) -> None:
    life = live(THREE)
    result = life.update("--branch", "up", "--commit")
    assert (result["branch"], life.git("branch", "--show-current")) == ("up", "up")
    assert life.git("rev-list", "--count", "main..up") == "1"


@pytest.mark.parametrize("name", ["main", "a..b", "-x"])
def test_branch_that_cannot_be_is_refused(live: Live, name: str) -> None:
    life = live(THREE)
    done = life.run("update", "--yes", f"--branch={name}")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_refused_update_leaves_no_branch(live: Live) -> None:
    life = live(Release({"new.txt": "theirs\n"}))
    overlay(life.folder, {"new.txt": "mine\n"})
    assert life.run("update", "--yes", "--branch", "up").returncode == 5
    assert life.git("branch", "--format=%(refname:short)") == "main"


def test_nobodys_settings_play_a_part(live: Live) -> None:
    life = live(THREE)
    hooks = life.home / "hooks"
    for name in ("pre-commit", "commit-msg", "post-commit", "prepare-commit-msg", "post-checkout", "post-index-change"):
        overlay(hooks, {name: "#!/bin/sh\necho ran >> $HOME/ran\nexit 1\n"})
        (hooks / name).chmod(0o755)
    overlay(life.home, {"template": "Ticket:\n"})
    settings = {
        "core.hooksPath": hooks,
        "commit.gpgSign": "true",
        "gpg.program": "false",
        "commit.template": life.home / "template",
        "merge.conflictStyle": "merge",
        "merge.renames": "false",
        "diff.renames": "false",
        "core.quotePath": "true",
        "diff.external": "false",
        "status.short": "true",
        "core.abbrev": "40",
    }
    for key, value in settings.items():
        life.git("config", key, str(value))
    assert life.update("--commit")["committed"]
    assert not (life.home / "ran").exists()
    assert "Ticket" not in life.git("log", "-1", "--format=%B")


def test_variables_of_a_git_hook_lead_nowhere(live: Live, tmp_path: Path) -> None:
    life = live(THREE)
    git(tmp_path, "init", "--quiet", "other")
    foreign = {"GIT_DIR": str(tmp_path / "other/.git"), "GIT_INDEX_FILE": str(tmp_path / "x"), "GIT_WORK_TREE": "/"}
    assert life.update(**foreign)["exit"] == 0
    assert "name three" in life.read("names.txt")


def test_worktree_is_updated_alone(live: Live, tmp_path: Path) -> None:
    life = live(THREE)
    life.git("worktree", "add", "--quiet", "../linked")
    linked = Life(folder=tmp_path / "linked", houses=life.houses, home=life.home)
    result = linked.update()
    assert (result["exit"], life.git("status", "--porcelain")) == (0, "")
    linked.git(*result["undo"].split()[1:])
    assert linked.git("status", "--porcelain") == ""


def test_submodule_stays(live: Live, tmp_path: Path) -> None:
    life = live(THREE)
    git(tmp_path, "init", "--quiet", "part")
    git(tmp_path / "part", "commit", "--quiet", "--allow-empty", "--message", "part")
    life.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../part", "part")
    life.edit({})
    overlay(life.folder / "part", {"loose.txt": "mine\n"})
    assert life.update("--commit")["committed"]
    assert "160000" in life.git("ls-files", "--stage", "part")
    assert life.read("part/loose.txt") == "mine\n"


def test_dry_run_writes_nothing(live: Live) -> None:
    life = live(THREE)
    life.edit({"names.txt": NAMES.replace("name 3\n", "mine\n")})
    objects = sorted((life.folder / ".git").rglob("*"))
    result = life.update("--dry-run")
    assert (result["exit"], result["applied"], len(result["conflicts"])) == (3, False, 1)
    assert life.git("status", "--porcelain") == ""
    assert sorted((life.folder / ".git").rglob("*")) == objects


def test_preview_is_what_is_then_applied(live: Live) -> None:
    life = live(THREE, Release({"README.md": "new\n", "ci.yml": None, "a.txt": "a\n"}))
    life.edit({"README.md": "# My Shop\n\nHow to.\n\nmine\n"})
    planned = life.update("--dry-run")
    done = life.update()
    assert planned["changes"] == done["changes"]
    found = {line[3:] for line in life.git("status", "--porcelain", "--no-renames").splitlines()}
    assert found == {change["path"] for change in done["changes"]}


def test_up_to_date_project_is_left_alone(live: Live) -> None:
    life = live(THREE)
    life.update("--commit")
    done = life.run("update", "--yes")
    assert (done.returncode, done.stderr) == (0, "Up to date: flask 0.2.0\n")
    assert life.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("arguments", "installed", "code", "sentence"),
    [
        (("--to", "0.9.0"), 1, 2, "unknown version '0.9.0'"),
        (("--to", "0.1.0"), 1, 2, "goes forward"),
        ((), 0, 1, "upgrade scaffold first"),
    ],
)
def test_way_back_is_refused(live: Live, arguments: tuple[str, ...], installed: int, code: int, sentence: str) -> None:
    life = live(THREE)
    life.update("--commit")
    done = life.run("update", "--yes", *arguments, version=installed)
    assert (done.returncode, sentence in done.stderr, done.stderr.count("\n")) == (code, True, 1)


def test_result_is_json(live: Live) -> None:
    life = live(THREE)
    assert json.loads(life.run("update", "--yes", "--json").stdout)["schema"] == 1
