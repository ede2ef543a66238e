"""What a project was made of is verified by the id of its tree, wherever it comes from; nothing is guessed."""

import re
from pathlib import Path

from .conftest import Live
from .releases import NAMES, Life, Release, git

THREE = Release({"names.txt": NAMES.replace("name 3\n", "name three\n")})
MINE = NAMES.replace("name 15\n", "mine\n")


def forget(life: Life) -> Life:
    """Lose the tree that was kept when the project was made, as another clone has lost it."""
    life.git("update-ref", "-d", "refs/scaffold/pristine")
    life.git("gc", "--quiet", "--prune=now")
    return life


def test_base_is_kept_when_a_project_is_made(live: Live) -> None:
    life = live(THREE)
    life.edit({"names.txt": MINE})
    life.git("gc", "--quiet", "--prune=now")
    result = life.update()
    assert (result["exit"], result["base"]["source"]) == (0, "objects")


def test_base_is_rendered_from_the_history(live: Live) -> None:
    result = forget(live(THREE)).update()
    assert (result["base"]["verified"], result["base"]["source"]) == (True, "templates")


def test_base_is_found_among_the_objects(live: Live) -> None:
    life = live(THREE, Release({"README.md": "new\n"}))
    life.update("--to", "0.2.0", "--commit")
    life.git("gc", "--quiet", "--prune=now")
    result = life.update()
    assert (result["exit"], result["base"]["source"]) == (0, "objects")


def test_shallow_clone_is_enough(live: Live, tmp_path: Path) -> None:
    life = live(THREE, Release({"README.md": "new\n"}))
    life.update("--to", "0.2.0", "--commit")
    life.edit({"names.txt": life.read("names.txt") + "mine\n"})
    git(tmp_path, "clone", "--quiet", "--depth=1", life.folder.as_uri(), "clone")
    clone = Life(folder=tmp_path / "clone", houses=life.houses, home=life.home)
    assert clone.update()["base"] == {"verified": True, "source": "templates", "why": ""}
    assert {"name three", "mine"} <= set(clone.read("names.txt").splitlines())


def test_squashed_history_is_enough(live: Live) -> None:
    life = live(THREE, Release({"README.md": "new\n"}))
    life.update("--to", "0.2.0", "--commit")
    life.edit({"names.txt": life.read("names.txt") + "mine\n"})
    life.git("checkout", "--quiet", "--orphan", "squashed")
    life.git("commit", "--quiet", "--message", "all of it")
    life.git("branch", "-D", "main")
    life.git("update-ref", "-d", "refs/scaffold/pristine")
    life.git("reflog", "expire", "--expire=now", "--all")
    life.git("gc", "--quiet", "--prune=now")
    result = life.update()
    assert (result["exit"], result["base"]["source"]) == (0, "templates")
    assert {"name three", "mine"} <= set(life.read("names.txt").splitlines())


def unverified(live: Live, *edits: tuple[str, str]) -> Life:
    """Make a project whose record does not fit what its template renders."""
    life = live(THREE)
    text = life.read(".scaffold.toml")
    for old, new in edits:
        text = re.sub(old, new, text)
    life.edit({".scaffold.toml": text, "names.txt": MINE, "README.md": None, "own.txt": "mine\n"})
    return life


def check_nothing_is_guessed(life: Life) -> None:
    result = life.update()
    assert (result["exit"], result["base"]["verified"]) == (3, False)
    assert [entry["path"] for entry in result["conflicts"]] == ["names.txt"]
    assert {"mine", "name 15", "name 3", "name three"} <= set(life.read("names.txt").splitlines())
    assert not (life.folder / "README.md").exists()
    assert life.read("own.txt") == "mine\n"


def test_moved_tag_is_detected(live: Live) -> None:
    # the templates of that version render another tree than they did
    check_nothing_is_guessed(unverified(live, ("tree = .*", f'tree = "{"1" * 40}"')))


def test_record_without_tree_is_not_believed(live: Live) -> None:
    check_nothing_is_guessed(unverified(live, (r"\[render\]\ntree = .*", "")))


def test_name_in_the_place_of_the_tree_is_not_believed(live: Live) -> None:
    check_nothing_is_guessed(unverified(live, ("tree = .*", 'tree = "HEAD"')))


def test_answer_edited_by_hand_is_not_believed(live: Live) -> None:
    life = forget(live(THREE))
    life.edit({".scaffold.toml": life.read(".scaffold.toml").replace("sqlite", "x").replace('"github"', '"none"')})
    result = life.update()
    assert (result["exit"], result["base"]["verified"]) == (0, False)


def test_render_that_differs_each_time_is_detected(live: Live) -> None:
    clock = (
        'from pathlib import Path\nimport time\nPath(".env").touch()\nPath("when.txt").write_text(str(time.time()))\n'
    )
    life = live(Release({"scripts/env.py": clock}), THREE)
    life.update("--to", "0.2.0", "--commit")
    life.edit({"names.txt": MINE})
    assert life.update("--dry-run")["base"]["source"] == "objects"
    result = forget(life).update()
    assert (result["exit"], result["base"]["verified"]) == (3, False)
    assert [entry["path"] for entry in result["conflicts"]] == ["names.txt", "when.txt"]


def test_version_that_is_not_in_the_history_makes_touched_files_conflicts(live: Live) -> None:
    life = forget(live(THREE))
    life.edit({".scaffold.toml": life.read(".scaffold.toml").replace('"0.1.0"', '"0.0.9"'), "names.txt": MINE})
    result = life.update()
    assert (result["exit"], result["base"]["verified"]) == (3, False)
    assert "mine" in life.read("names.txt")


def test_warning_says_why(live: Live) -> None:
    life = unverified(live, ("tree = .*", f'tree = "{"1" * 40}"'))
    assert "cannot be verified (its tree is not the recorded one)" in life.run("update", "--yes").stderr


def test_rewritten_history_is_enough(live: Live) -> None:
    life = live(THREE, Release({"README.md": "new\n"}))
    life.update("--to", "0.2.0", "--commit")
    life.edit({"names.txt": life.read("names.txt") + "mine\n"})
    life.git("filter-branch", "--force", "--msg-filter", "sed s/^/rewritten:/", "HEAD")
    life.git("update-ref", "-d", "refs/original/refs/heads/main")
    life.git("reflog", "expire", "--expire=now", "--all")
    result = forget(life).update()
    assert (result["exit"], result["base"]["source"]) == (0, "templates")
    assert {"name three", "mine"} <= set(life.read("names.txt").splitlines())
