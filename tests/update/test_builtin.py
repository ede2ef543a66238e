"""Each built-in template is updated from every release to the newest, and from any answers to any others."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import history
from tests.conftest import FRAMEWORKS, ROOT, tree, write

from .releases import Life, git

# releases before ours that differ from today's templates, so that there are always some to come from
EARLIER = ("0.0.1", "0.0.2")
RENDER = """
import json, sys
from pathlib import Path
from scaffold import history
from scaffold.update.git import Git, find
from scaffold.update.pristine import rendered
version, name, scratch = *sys.argv[1:3], Path(sys.argv[3])
template = history.unpack(Git(program=find(), folder=scratch), version, name, scratch)
print(rendered(template, {"project_name": "My Shop"}, scratch / "made").folder)
"""
SWITCHES = (
    {"ci": "gitlab", "example": "false"},
    {"worker": "true", "ci": "none"},
    {"database": "sqlite", "python_version": "3.12", "updates": "true"},
)
DEFAULTS = {
    "ci": "github",
    "example": "true",
    "worker": "false",
    "database": "postgresql",
    "python_version": "3.13",
    "updates": "false",
}


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a scaffold with our templates and every release there was, and one before them."""
    folder = tmp_path_factory.mktemp("builtin")
    repository, house = folder / "repository", folder / "house"
    for name in ("scaffold", "templates"):
        shutil.copytree(ROOT / name, repository / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("cookiecutter.json", "CHANGELOG.md"):
        shutil.copy(ROOT / name, repository)
    shutil.copytree(repository, house)
    git(repository, "init", "--quiet")
    git(repository, "fetch", "--quiet", ROOT.as_uri(), "+refs/tags/*:refs/tags/*")
    for version in reversed(EARLIER):
        age(repository, version)
        git(repository, "add", "--all", "--force")
        git(repository, "commit", "--quiet", "--message", version)
        git(repository, "tag", f"v{version}")
    history.pack(repository, house / "scaffold/history")
    return house


def age(repository: Path, version: str) -> None:
    """Make the templates what they may have been: a file by another name, some lines others, one file more."""
    for template in (repository / "templates").iterdir():
        project = template / "{{cookiecutter.project_slug}}"
        questions = json.loads((template / "cookiecutter.json").read_text("utf-8"))
        write(template / "cookiecutter.json", json.dumps(questions | {"__scaffold_version": version}))
        write(project / f"docs/gone-{version}.md", f"# Gone since {version}\n")
        ignore = template / "templates/shared/.gitignore"
        write(ignore, ignore.read_text("utf-8").replace("dist/\n", f"dist/\nbuild-{version}/\n"))
        config = next(path for path in project.iterdir() if path.name.startswith(".editor"))
        config.rename(project / f".editor-{version}")


@pytest.fixture(scope="session")
def released(house: Path) -> list[str]:
    """List every release."""
    return list(json.loads((house / "scaffold/history/releases.json").read_text("utf-8")))


def start(house: Path, place: Path, version: str, template: str) -> Life:
    """Generate a project as a release did, and commit it."""
    for name in ("home", "scratch"):
        (place / name).mkdir(parents=True)
    command = [sys.executable, "-c", RENDER, version, template, str(place / "scratch")]
    environment = os.environ | {"PYTHONPATH": str(house)}
    made = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=True)
    shutil.move(made.stdout.strip(), place / "project")
    life = Life(folder=place / "project", houses=[house], home=place / "home")
    git(life.folder, "init", "--quiet")
    life.edit({})
    return life


def fresh(life: Life, template: str, *flags: str) -> dict[str, bytes]:
    """Generate a project with the newest templates."""
    above = life.home / "fresh"
    done = life.run("new", "My Shop", "-t", template, "-o", str(above), *flags, "--yes", "--no-install", "--no-git")
    assert done.returncode == 0, done.stderr
    return without_lock(above / "my-shop")


def without_lock(project: Path) -> dict[str, bytes]:
    return {path: content for path, content in tree(project).items() if path != "uv.lock"}


@pytest.mark.parametrize("template", FRAMEWORKS)
def test_untouched_project_becomes_a_fresh_one(house: Path, released: list[str], tmp_path: Path, template: str) -> None:
    for version in released:
        life = start(house, tmp_path / version, version, template)
        result = life.update()
        assert (result["exit"], result["base"]["verified"]) == (0, True)
        assert without_lock(life.folder) == fresh(life, template)


@pytest.mark.parametrize("template", FRAMEWORKS)
def test_edited_project_keeps_its_edits(house: Path, released: list[str], tmp_path: Path, template: str) -> None:
    for version in released:
        life = start(house, tmp_path / version, version, template)
        names = ("README.md", "Makefile", "Dockerfile", "src/my_shop/__init__.py", ".gitignore")
        life.edit({name: life.read(name) + "\n# ours\n" for name in names} | {"src/my_shop/ours.py": "ours = 1\n"})
        result = life.update()
        assert (result["exit"], result["stay"], result["stay_deleted"]) == (0, [], [])
        assert [name for name in names if not life.read(name).endswith("# ours\n")] == []
        assert life.read("src/my_shop/ours.py") == "ours = 1\n"


@pytest.mark.parametrize("answers", SWITCHES, ids="+".join)
@pytest.mark.parametrize("template", FRAMEWORKS)
def test_switched_options_give_what_a_fresh_project_has(
    house: Path, tmp_path: Path, template: str, answers: dict[str, str]
) -> None:
    life = start(house, tmp_path, EARLIER[0], template)
    life.update("--commit")
    there = [part for name, value in answers.items() for part in ("--set", f"{name}={value}")]
    assert life.update(*there, "--commit")["exit"] == 0
    assert without_lock(life.folder) == fresh(life, template, *there)
    back = [part for name in answers for part in ("--set", f"{name}={DEFAULTS[name]}")]
    assert life.update(*back, "--commit")["exit"] == 0
    assert life.git("diff", "--stat", "HEAD~2") == ""
