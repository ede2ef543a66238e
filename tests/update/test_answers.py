"""Options are switched on and off in a living project; answers follow what a template asks now."""

import json
from typing import Any

import pytest

from tests.conftest import record

from .conftest import Live
from .releases import OPTIONS, Release


def test_option_goes_with_its_files(live: Live) -> None:
    life = live()
    result = life.update("--set", "ci=none")
    assert (result["exit"], (life.folder / "ci.yml").exists()) == (0, False)
    assert 'ci = "none"' in life.read(".scaffold.toml")


def test_option_comes_with_its_files(live: Live) -> None:
    life = live()
    life.update("--set", "ci=none", "--commit")
    result = life.update("--set", "ci=github")
    assert (result["exit"], life.read("ci.yml")) == (0, "on: push\njobs: some\n")


def test_edited_file_of_an_option_stays(live: Live) -> None:
    life = live()
    life.edit({"ci.yml": "on: push\njobs: mine\n"})
    result = life.update("--set", "ci=none")
    assert (result["exit"], result["stay"], life.read("ci.yml")) == (0, ["ci.yml"], "on: push\njobs: mine\n")


def test_option_back_on_meets_the_edited_file(live: Live) -> None:
    life = live()
    life.edit({"ci.yml": "on: push\njobs: mine\n"})
    life.update("--set", "ci=none", "--commit")
    result = life.update("--set", "ci=github")
    assert (result["exit"], result["conflicts"]) == (3, [{"path": "ci.yml", "kind": "both added it"}])
    assert "jobs: mine" in life.read("ci.yml")


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        ("ci=gitlab", "unknown ci 'gitlab'"),
        ("cii=none", "did you mean 'ci'?"),
        ("ci", "--set takes OPTION=VALUE"),
        ("package_name=class", "a word of the Python language"),
        ("package_name=../../up", "package_name"),
    ],
)
def test_wrong_answer_is_refused(live: Live, pair: str, sentence: str) -> None:
    life = live()
    done = life.run("update", "--yes", "--set", pair)
    assert (done.returncode, sentence in done.stderr, done.stderr.count("\n")) == (2, True, 1)


SPLIT = {"postgresql": {"store": "server"}, "sqlite": {"store": "file"}}


def asked(name: str, values: list[str], **more: Any) -> Release:
    """Ask for a new option, and for the database no longer where it is to go."""
    options = {**OPTIONS, name: record(name.title(), {value: [] for value in values})}
    gone = dict.fromkeys(more.pop("gone", ()))
    kept = {key: value for key, value in options.items() if key not in gone}
    return Release(questions={name: values, "_options": kept, **gone, **more})


def test_new_question_takes_its_default_and_is_listed(live: Live) -> None:
    life = live(asked("colour", ["red", "blue"]))
    result = life.update()
    assert (result["exit"], result["new_answers"]) == (0, {"colour": "red"})
    assert 'colour = "red"' in life.read(".scaffold.toml")


def test_new_question_can_be_answered(live: Live) -> None:
    life = live(asked("colour", ["red", "blue"]))
    assert life.update("--set", "colour=blue")["new_answers"] == {}
    assert 'colour = "blue"' in life.read(".scaffold.toml")


def test_new_question_is_asked(live: Live) -> None:
    life = live(asked("colour", ["red", "blue"]))
    done = life.typed("2\ny\n", "update", "--no-install")
    assert (done.returncode, "Colour" in done.stderr) == (0, True)
    assert 'colour = "blue"' in life.read(".scaffold.toml")


def test_no_leaves_everything(live: Live) -> None:
    life = live(asked("colour", ["red", "blue"]))
    done = life.typed("1\nn\n", "update")
    assert (done.returncode, "nothing was written" in done.stderr) == (130, True)
    assert life.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("step", "line", "sentence"),
    [
        ({"rename": {"database": "store"}}, 'store = "postgresql"', "database is now called store"),
        ({"split": {"database": SPLIT}}, 'store = "server"', "database=postgresql is now store=server"),
    ],
)
def test_answer_migrates(live: Live, step: dict[str, Any], line: str, sentence: str) -> None:
    values = ["file", "server", "postgresql"]
    life = live(asked("store", values, gone=["database"], _migrations=[{"version": "0.2.0", **step}]))
    result = life.update()
    assert (result["exit"], result["migrated"]) == (0, [sentence])
    assert line in life.read(".scaffold.toml")
    assert "database" not in life.read(".scaffold.toml")


def test_value_migrates_over_several_versions(live: Live) -> None:
    first = {"version": "0.2.0", "values": {"ci": {"github": "hub"}}}
    second = {"version": "0.3.0", "values": {"ci": {"hub": "none"}}}
    life = live(Release(), Release(questions={"_migrations": [second, first]}))
    assert life.update()["migrated"] == ["ci=github is now ci=hub", "ci=hub is now ci=none"]
    assert 'ci = "none"' in life.read(".scaffold.toml")


def test_answer_nobody_asks_for_is_told(live: Live) -> None:
    kept = {name: option for name, option in OPTIONS.items() if name != "database"}
    life = live(Release(questions={"database": None, "_options": kept}))
    assert life.update()["migrated"] == ["database=postgresql is no longer asked"]


def test_value_no_longer_offered_is_refused(live: Live) -> None:
    life = live(Release(questions={"ci": ["none", "gitlab"]}))
    done = life.run("update", "--yes")
    assert (done.returncode, "unknown ci 'github'" in done.stderr) == (2, True)
    assert life.update("--set", "ci=none")["exit"] == 0


def test_result_lists_every_answer(live: Live) -> None:
    life = live()
    done = life.run("update", "--set", "ci=none", "--dry-run", "--json")
    assert json.loads(done.stdout)["answers"]["ci"] == "none"
