"""Plain cookiecutter, the checkout and an installed wheel write the same projects, byte for byte."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FRAMEWORKS, ROOT, Bake, tree

ANSWERS: tuple[dict[str, Any], ...] = (
    {"project_name": "My Shop"},
    {"project_name": "Żółty Sklep", "database": "sqlite", "ci": "gitlab", "worker": True},
    {"project_name": "Bob's & Co", "package_name": "bobs", "example": False, "ci": "none", "python_version": "3.12"},
)


def generate(template: str, answers: dict[str, Any], into: Path, house: Path = ROOT) -> Path:
    """Generate with the command line that `house` holds."""
    pairs = [part for name, value in answers.items() for part in ("--set", f"{name}={value}")]
    return new(into, house, "-t", template, *pairs)


def new(into: Path, house: Path, *arguments: str) -> Path:
    """Run the command with a home of its own and return the project's folder."""
    command = [sys.executable, "-m", "scaffold", "new", *arguments, "-o", str(into)]
    environment = os.environ | {"PYTHONPATH": str(house), "HOME": str(into / "home"), "XDG_CONFIG_HOME": str(into)}
    flags = ["--yes", "--no-git", "--no-install"]
    subprocess.run([*command, *flags], env=environment, cwd=into, check=True, capture_output=True)
    return next(path for path in into.iterdir() if path.is_dir())


def modes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mode for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("answers", ANSWERS, ids=lambda answers: answers["project_name"])
@pytest.mark.parametrize("template", FRAMEWORKS)
def test_command_equals_plain_cookiecutter(template: str, answers: dict[str, Any], bake: Bake, tmp_path: Path) -> None:
    plain, ours = bake(template, **answers), generate(template, answers, tmp_path)
    assert ours.name == plain.name
    assert tree(ours) == tree(plain)
    assert modes(ours) == modes(plain)


@pytest.mark.parametrize("template", FRAMEWORKS)
def test_wheel_equals_checkout(template: str, installed: Path, tmp_path: Path) -> None:
    (tmp_path / "wheel").mkdir()
    (tmp_path / "checkout").mkdir()
    ours = generate(template, ANSWERS[1], tmp_path / "wheel", installed)
    assert tree(ours) == tree(generate(template, ANSWERS[1], tmp_path / "checkout"))


@pytest.mark.parametrize("template", FRAMEWORKS)
def test_a_projects_record_makes_it_again(template: str, bake: Bake, tmp_path: Path) -> None:
    project = bake(template, **ANSWERS[2])
    assert tree(new(tmp_path, ROOT, "--answers", str(project / ".scaffold.toml"))) == tree(project)


@pytest.mark.parametrize("template", FRAMEWORKS)
def test_nothing_of_the_template_shows_through(template: str, bake: Bake) -> None:
    project = bake(template, **ANSWERS[1])
    found = [path for path, text in tree(project).items() if b"cookiecutter" in text or path.endswith(".pyc")]
    assert not found


@pytest.mark.parametrize("name", ["class", "json", "{{ 7 * 7 }}", "tests", "yaml", 'a "b"'])
def test_plain_cookiecutter_refuses_the_same_names(name: str, bake: Bake, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Exception, match="Hook script failed"):
        bake("flask", package_name=name)
    assert "package_name" in capfd.readouterr().err
