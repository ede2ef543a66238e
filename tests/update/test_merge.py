"""An update merges what the template changed with what the team changed; nothing is lost, and nothing is silent."""

import pytest

from .conftest import Live
from .releases import NAMES, Release

MAIN = "src/{{ cookiecutter.package_name }}/main.py"
THREE = Release({"names.txt": NAMES.replace("name 3\n", "name three\n")})


def conflicts(result: dict[str, list[dict[str, str]]]) -> list[str]:
    return [entry["path"] for entry in result["conflicts"]]


def test_other_lines_merge(live: Live) -> None:
    life = live(THREE)
    life.edit({"names.txt": NAMES.replace("name 15\n", "name fifteen\n")})
    assert life.update()["exit"] == 0
    assert life.read("names.txt") == NAMES.replace("name 3\n", "name three\n").replace("name 15\n", "name fifteen\n")


@pytest.mark.parametrize("line", ["name 3\n", "name 4\n"])
def test_same_and_adjacent_lines_conflict(live: Live, line: str) -> None:
    life = live(THREE)
    life.edit({"names.txt": NAMES.replace(line, "mine\n")})
    result = life.update()
    assert (result["exit"], conflicts(result)) == (3, ["names.txt"])
    text = life.read("names.txt")
    assert {"mine", "name three", "<<<<<<< yours", "||||||| flask 0.1.0", ">>>>>>> flask 0.2.0"} <= set(
        text.splitlines()
    )
    assert life.git("diff", "--name-only", "--diff-filter=U") == "names.txt"


def test_same_change_is_no_conflict(live: Live) -> None:
    life = live(THREE)
    life.edit(THREE.files)
    result = life.update()
    assert (result["exit"], [change["path"] for change in result["changes"]]) == (0, [".scaffold.toml"])


def test_deleted_file_stays_deleted(live: Live) -> None:
    life = live(THREE)
    life.edit({"names.txt": None})
    result = life.update()
    assert (result["exit"], result["stay_deleted"]) == (0, ["names.txt"])
    assert not (life.folder / "names.txt").exists()


def test_edit_follows_a_renamed_file(live: Live) -> None:
    life = live(Release({"names.txt": None, "people.txt": NAMES}))
    life.edit({"names.txt": NAMES.replace("name 15\n", "mine\n")})
    assert life.update()["exit"] == 0
    assert "mine" in life.read("people.txt")
    assert not (life.folder / "names.txt").exists()


def test_change_follows_the_teams_rename(live: Live) -> None:
    life = live(THREE)
    life.edit({"names.txt": None, "people.txt": NAMES.replace("name 15\n", "mine\n")})
    assert life.update()["exit"] == 0
    assert {"mine", "name three"} <= set(life.read("people.txt").splitlines())


def test_file_that_the_template_drops_goes(live: Live) -> None:
    life = live(Release({"names.txt": None}))
    assert life.update()["exit"] == 0
    assert not (life.folder / "names.txt").exists()


def test_edited_file_that_the_template_drops_stays(live: Live) -> None:
    life = live(Release({"names.txt": None}))
    life.edit({"names.txt": NAMES + "mine\n"})
    result = life.update()
    assert (result["exit"], result["stay"]) == (0, ["names.txt"])
    assert life.read("names.txt") == NAMES + "mine\n"
    assert "names.txt" not in life.git("status", "--porcelain")


def test_file_added_by_both_is_a_conflict(live: Live) -> None:
    life = live(Release({"new.txt": "theirs\n"}))
    life.edit({"new.txt": "mine\n"})
    result = life.update()
    assert (result["exit"], result["conflicts"]) == (3, [{"path": "new.txt", "kind": "both added it"}])
    assert {"mine", "theirs"} <= set(life.read("new.txt").splitlines())


@pytest.mark.parametrize("path", ["new.txt", "made.log", "docs/new.txt"])
def test_untracked_file_in_the_way_is_refused(live: Live, path: str) -> None:
    life = live(Release({path: "theirs\n"}))
    (life.folder / path).parent.mkdir(exist_ok=True)
    (life.folder / path).write_text("mine\n")
    done = life.run("update", "--yes")
    assert (done.returncode, f"in the way: {path}" in done.stderr) == (5, True)
    assert life.read(path) == "mine\n"
    assert "0.1.0" in life.read(".scaffold.toml")


def test_untracked_file_where_a_folder_goes_is_refused(live: Live) -> None:
    life = live(Release({"docs/new.txt": "theirs\n"}))
    (life.folder / "docs").write_text("mine\n")
    assert life.run("update", "--yes").returncode == 5
    assert life.read("docs") == "mine\n"


def test_untracked_files_where_a_file_goes_are_refused(live: Live) -> None:
    life = live(Release({"docs": "theirs\n"}))
    (life.folder / "docs").mkdir()
    (life.folder / "docs/mine.txt").write_text("mine\n")
    done = life.run("update", "--yes")
    assert (done.returncode, "docs/mine.txt" in done.stderr) == (5, True)


def test_untouched_binary_is_replaced(live: Live) -> None:
    life = live(Release({"logo.png": b"\x89PNG\0two"}))
    assert life.update()["exit"] == 0
    assert (life.folder / "logo.png").read_bytes() == b"\x89PNG\0two"


def test_binary_changed_by_both_keeps_the_teams(live: Live) -> None:
    life = live(Release({"logo.png": b"\x89PNG\0two"}))
    life.edit({"logo.png": b"\x89PNG\0mine"})
    result = life.update()
    assert (result["exit"], result["conflicts"][0]["kind"]) == (3, "both changed a binary file: yours is kept")
    assert (life.folder / "logo.png").read_bytes() == b"\x89PNG\0mine"
    assert life.git("show", ":3:logo.png") == "\x89PNG\0two".encode("latin-1").decode("utf-8", "surrogateescape")


def test_binary_added_by_both_keeps_the_teams(live: Live) -> None:
    life = live(Release({"new.png": b"\0two"}))
    life.edit({"new.png": b"\0mine"})
    assert life.update()["exit"] == 3
    assert (life.folder / "new.png").read_bytes() == b"\0mine"


def test_three_versions_are_skipped(live: Live) -> None:
    more = Release({"README.md": "# {{ cookiecutter.project_name }}\n\nHow to.\n\nMore.\n"})
    life = live(THREE, Release({"ci.yml": "on: [push, pull_request]\n"}), more)
    life.edit({"names.txt": NAMES + "mine\n"})
    result = life.update()
    assert (result["exit"], result["to"], list(result["changelog"])) == (0, "0.4.0", ["0.4.0", "0.3.0", "0.2.0"])
    assert "More." in life.read("README.md")
    assert {"name three", "mine"} <= set(life.read("names.txt").splitlines())


def test_version_between_can_be_chosen(live: Live) -> None:
    life = live(THREE, Release({"names.txt": None}))
    assert life.update("--to", "0.2.0")["exit"] == 0
    assert "name three" in life.read("names.txt")
    assert 'version = "0.2.0"' in life.read(".scaffold.toml")


def test_folder_in_a_changed_files_place_keeps_both(live: Live) -> None:
    life = live(THREE)
    life.edit({"names.txt": None, "names.txt/mine.txt": "mine\n"})
    result = life.update()
    assert (result["exit"], conflicts(result)) == (3, ["names.txt~template"])
    assert life.read("names.txt/mine.txt") == "mine\n"
    assert "name three" in life.read("names.txt~template")


def test_file_against_folder_keeps_both(live: Live) -> None:
    life = live(Release({"docs/page.txt": "theirs\n"}))
    life.edit({"docs": "mine\n"})
    result = life.update()
    assert (result["exit"], conflicts(result)) == (3, ["docs~yours"])
    assert (life.read("docs~yours"), life.read("docs/page.txt")) == ("mine\n", "theirs\n")


def test_folder_becomes_a_file(live: Live) -> None:
    life = live(Release({"scripts/env.py": None, "scripts": "no more\n"}))
    # what the template's hook runs is gone with the folder
    done = life.run("update", "--yes")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_unicode_and_spaces_survive(live: Live) -> None:
    name = "docs/für alle/日本 “x”.txt"
    life = live(Release({name: "one\n"}), Release({name: "two\n"}))
    life.update("--to", "0.2.0", "--commit")
    life.edit({"mein Ordner/ü.txt": "mine\n"})
    assert life.update()["exit"] == 0
    assert (life.read(name), life.read("mein Ordner/ü.txt")) == ("two\n", "mine\n")


def test_new_files_follow_a_renamed_package(live: Live) -> None:
    life = live(Release({"src/{{ cookiecutter.package_name }}/new.py": "new = 1\n"}))
    life.git("mv", "src/my_shop", "src/store")
    life.edit({})
    result = life.update()
    assert result["exit"] == 0
    assert "the template inside a directory that was renamed in the project" in result["moved"][0]
    assert life.read("src/store/new.py") == "new = 1\n"
    assert not (life.folder / "src/my_shop").exists()


def test_renaming_the_package_takes_the_teams_files_along(live: Live) -> None:
    life = live(Release())
    life.edit(
        {"src/my_shop/mine.py": "mine = 1\n", "src/my_shop/tools.py": "mine = 0\n" + life.read("src/my_shop/tools.py")}
    )
    result = life.update("--set", "package_name=store")
    assert result["exit"] == 0
    assert life.read("src/store/mine.py") == "mine = 1\n"
    assert life.read("src/store/tools.py").startswith("mine = 0\n")


def test_crlf_in_the_work_tree_is_no_change(live: Live) -> None:
    life = live(THREE)
    life.git("config", "core.autocrlf", "true")
    (life.folder / "names.txt").unlink()
    life.git("checkout", "--", "names.txt")
    life.edit({"names.txt": NAMES.replace("name 15\n", "mine\n").replace("\n", "\r\n")})
    assert life.update()["exit"] == 0
    lines = (life.folder / "names.txt").read_bytes().split(b"\r\n")
    assert {b"name three", b"mine"} <= set(lines)


def test_crlf_in_the_repository_is_a_conflict_and_kept(live: Live) -> None:
    life = live(THREE)
    life.edit({"names.txt": NAMES.replace("\n", "\r\n")})
    assert life.update()["exit"] == 3
    assert b"name 15\r\n" in (life.folder / "names.txt").read_bytes()


def test_comment_in_the_record_stays(live: Live) -> None:
    life = live(THREE)
    text = life.read(".scaffold.toml").replace("[answers]", "# ours\n[tool]\nmine = 1\n\n[answers] # why")
    life.edit({".scaffold.toml": text})
    assert life.update()["exit"] == 0
    assert life.read(".scaffold.toml").replace("0.2.0", "0.1.0").splitlines()[:-1] == text.splitlines()[:-1]
