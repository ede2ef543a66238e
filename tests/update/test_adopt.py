"""A project that has no record is taken in, and is then updated like any other."""

import json
import re

import pytest

from .conftest import Live
from .releases import NAMES, Life, Release

THREE = Release({"names.txt": NAMES.replace("name 3\n", "name three\n")})


def without_record(live: Live, *releases: Release) -> tuple[Life, str]:
    life = live(*releases)
    text = life.read(".scaffold.toml")
    life.edit({".scaffold.toml": None, "README.md": "mine\n"})
    return life, text


def test_record_is_found_out(live: Live) -> None:
    life, text = without_record(live, THREE)
    done = life.run("adopt", "--template", "flask", "--yes", "--set", "project_name=My Shop", "--json")
    result = json.loads(done.stdout)
    assert (done.returncode, result["version"], result["different"], result["missing"]) == (0, "0.1.0", 1, 0)
    assert life.read(".scaffold.toml") == text


def test_options_are_found_out(live: Live) -> None:
    life = live(THREE)
    life.update("--to", "0.2.0", "--set", "ci=none", "--commit")
    life.edit({".scaffold.toml": None})
    life.run("adopt", "-t", "flask", "--yes")
    assert 'ci = "none"' in life.read(".scaffold.toml")
    assert 'version = "0.2.0"' in life.read(".scaffold.toml")


def test_adopted_project_is_updated(live: Live) -> None:
    life, _ = without_record(live, THREE)
    life.run("adopt", "--template", "flask", "--yes", "--set", "project_name=My Shop")
    life.edit({})
    result = life.update()
    assert (result["exit"], result["base"]["verified"]) == (0, True)
    assert ("name three" in life.read("names.txt"), life.read("README.md")) == (True, "mine\n")


def test_cruft_project_is_taken_in(live: Live) -> None:
    life, text = without_record(live, THREE)
    context = {"project_name": "My Shop", "ci": "github", "_template": "somewhere", "package_name": "my_shop"}
    cruft = {"template": "somewhere", "directory": "templates/flask", "context": {"cookiecutter": context}}
    life.edit({".cruft.json": json.dumps(cruft)})
    assert life.run("adopt", "--yes").returncode == 0
    assert life.read(".scaffold.toml") == text


def test_record_without_tree_is_completed(live: Live) -> None:
    life = live(THREE)
    text = life.read(".scaffold.toml")
    life.edit({".scaffold.toml": "# mine\n" + re.sub(r"\[render\]\ntree = .*", "", text).strip() + "\n"})
    assert life.run("adopt", "--yes").returncode == 0
    assert life.read(".scaffold.toml") == "# mine\n" + text


def test_users_no_writes_nothing(live: Live) -> None:
    life, _ = without_record(live, THREE)
    done = life.typed("n\n", "adopt", "-t", "flask")
    assert (done.returncode, (life.folder / ".scaffold.toml").exists()) == (130, False)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ((), 2, "name it with --template"),
        (("-t", "flask", "--version", "9.9"), 2, "no template 'flask' of version 9.9"),
        (("-t", "flask", "--set", "ci=x"), 2, "unknown ci 'x'"),
        (("-t", "flask", "--set", "cii=none"), 2, "did you mean 'ci'?"),
        (("-t", "flasc"), 2, "no template 'flasc'"),
    ],
)
def test_refusal_is_one_sentence(live: Live, arguments: tuple[str, ...], code: int, sentence: str) -> None:
    life, _ = without_record(live)
    done = life.run("adopt", "--yes", *arguments)
    assert (done.returncode, sentence in done.stderr, done.stderr.count("\n")) == (code, True, 1)


def test_folder_like_no_template_is_refused(live: Live) -> None:
    life = live()
    (life.home / "empty").mkdir()
    done = life.run("adopt", "--yes", "-t", "flask", cwd=life.home / "empty")
    assert (done.returncode, "nothing in" in done.stderr) == (1, True)
