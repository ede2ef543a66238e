"""Links, modes and files that git ignores are merged like all else, or told."""

import pytest

from .conftest import Live
from .releases import NAMES, Release, overlay

THREE = Release({"names.txt": NAMES.replace("name 3\n", "name three\n")})


def test_executable_bit_is_merged(live: Live) -> None:
    life = live(Release(executable=("run.sh",)))
    life.edit({"run.sh": "#!/bin/sh\necho mine\n"})
    assert life.update()["exit"] == 0
    assert (life.folder / "run.sh").stat().st_mode & 0o100
    assert "mine" in life.read("run.sh")


def test_link_in_a_files_place_stays(live: Live) -> None:
    life = live(Release({"README.md": "new\n"}))
    life.edit({"names.txt": "->README.md"})
    assert life.update()["exit"] == 0
    assert str((life.folder / "names.txt").readlink()) == "README.md"


def test_link_in_a_changed_files_place_is_a_conflict(live: Live) -> None:
    life = live(THREE)
    life.edit({"names.txt": "->README.md"})
    result = life.update()
    assert result["exit"] == 3
    assert [entry["kind"] for entry in result["conflicts"]] == ["a file here, a link there"] * 2
    kept = [life.folder / path for path in [entry["path"] for entry in result["conflicts"]]]
    assert [str(path.readlink()) for path in kept if path.is_symlink()] == ["README.md"]
    assert ["name three" in path.read_text() for path in kept if not path.is_symlink()] == [True]


def test_ignored_file_of_the_template_stays(live: Live) -> None:
    life = live(Release({"made.log": "one\n"}), Release({"made.log": "two\n"}))
    overlay(life.folder, {"made.log": "mine\n"})
    assert life.run("update", "--yes", "--to", "0.2.0").returncode == 5
    (life.folder / "made.log").unlink()
    life.update("--to", "0.2.0", "--commit")
    life.git("rm", "--quiet", "--cached", "made.log")
    life.edit({})
    result = life.update()
    assert (result["exit"], result["untracked"], result["stay_deleted"]) == (0, ["made.log"], [])
    assert life.read("made.log") == "one\n"


def linking(name: str, target: str) -> Release:
    """Release a template that makes a link: cookiecutter itself follows those of a template."""
    script = f"""\
from pathlib import Path

Path(".env").write_text("SECRET=1\\n")
Path("{name}").unlink(missing_ok=True)
Path("{name}").symlink_to("{target}")
"""
    return Release({"scripts/env.py": script})


def test_templates_link_is_changed(live: Live) -> None:
    life = live(linking("docs.md", "README.md"), linking("docs.md", "names.txt"))
    life.update("--to", "0.2.0", "--commit")
    assert str((life.folder / "docs.md").readlink()) == "README.md"
    assert life.update()["exit"] == 0
    assert str((life.folder / "docs.md").readlink()) == "names.txt"


def test_links_that_differ_are_a_conflict(live: Live) -> None:
    life = live(linking("docs.md", "README.md"), linking("docs.md", "names.txt"))
    life.update("--to", "0.2.0", "--commit")
    life.edit({"docs.md": "->ci.yml"})
    result = life.update()
    assert (result["exit"], [each["path"] for each in result["conflicts"]]) == (3, ["docs.md"])
    assert str((life.folder / "docs.md").readlink()) == "ci.yml"


def test_template_turns_a_file_into_a_link(live: Live) -> None:
    life = live(linking("names.txt", "README.md"))
    assert life.update()["exit"] == 0
    assert str((life.folder / "names.txt").readlink()) == "README.md"


def test_executable_bit_of_the_team_stays(live: Live) -> None:
    life = live(Release({"run.sh": "#!/bin/sh\necho two\n"}))
    (life.folder / "run.sh").chmod(0o755)
    life.edit({})
    assert life.update()["exit"] == 0
    assert (life.folder / "run.sh").stat().st_mode & 0o100
    assert "two" in life.read("run.sh")


def test_link_that_leads_outside_is_not_followed(live: Live) -> None:
    life = live(Release({"docs/page.txt": "theirs\n"}))
    overlay(life.home, {"other/kept.txt": "mine\n"})
    life.edit({"docs": f"->{life.home}/other"})
    result = life.update()
    assert (result["exit"], [path.name for path in (life.home / "other").iterdir()]) == (3, ["kept.txt"])


@pytest.mark.parametrize("promise", ["--assume-unchanged", "--skip-worktree"])
def test_edit_that_git_was_told_to_overlook_is_not_overwritten(live: Live, promise: str) -> None:
    life = live(THREE)
    life.git("update-index", promise, "names.txt")
    overlay(life.folder, {"names.txt": "mine\n"})
    done = life.run("update", "--yes")
    assert (done.returncode, "names.txt" in done.stderr) == (1, True), done.stderr
    assert (life.read("names.txt"), "0.1.0" in life.read(".scaffold.toml")) == ("mine\n", True)


def test_file_that_is_not_checked_out_is_updated(live: Live) -> None:
    life = live(THREE)
    life.git("update-index", "--refresh")
    life.git("sparse-checkout", "set", "--no-cone", "/*", "!/names.txt")
    assert not (life.folder / "names.txt").exists()
    assert life.update("--commit")["committed"]
    assert "name three" in life.git("show", "HEAD:names.txt").splitlines()
    assert (life.git("status", "--porcelain"), (life.folder / "names.txt").exists()) == ("", False)
