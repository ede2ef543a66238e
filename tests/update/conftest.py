"""A project that lives on while its template is released again and again."""

import shutil
from pathlib import Path
from typing import Protocol

import pytest

from .releases import Life, Release, build, git

NEW = ("new", "My Shop", "-t", "flask", "--yes", "--quiet", "--no-install")


class Live(Protocol):
    """Generate a project from the first release, then make the further ones."""

    def __call__(self, *releases: Release, no_git: bool = False) -> Life:
        """Return the project."""


@pytest.fixture(scope="session")
def first_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate a project from the first release, once."""
    folder = tmp_path_factory.mktemp("first")
    life = Life(folder=folder, houses=build(folder / "template"), home=folder)
    done = life.run(*NEW)
    assert done.returncode == 0, done.stderr
    return folder / "my-shop"


@pytest.fixture
def live(first_project: Path, tmp_path: Path) -> Live:
    """Give a project a life."""

    def make(*releases: Release, no_git: bool = False) -> Life:
        project = tmp_path / "my-shop"
        ignored = shutil.ignore_patterns(".git") if no_git else None
        shutil.copytree(first_project, project, symlinks=True, ignore=ignored)
        (tmp_path / "home").mkdir()
        if not no_git:
            git(project, "config", "gc.auto", "0")
        return Life(folder=project, houses=build(tmp_path / "template", *releases), home=tmp_path / "home")

    return make
