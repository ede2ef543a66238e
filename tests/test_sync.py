"""The copies that templates carry are made of their sources, and a stale one is noticed."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scaffold import __version__
from tests.conftest import FRAMEWORKS, ROOT, write


def sync(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "scripts/sync.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy what the sync command reads, and bring it up to date."""
    for folder in ("scaffold", "scripts", "hooks", "shared", "options"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for name in FRAMEWORKS:
        write(tmp_path / f"templates/{name}/questions.json", '{"_reserved": ["site"]}')
    sync(tmp_path)
    return tmp_path


def test_every_copy_is_up_to_date() -> None:
    done = sync(ROOT, "--check")
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    "source", ["scaffold/names.py", "hooks/post_gen_project.py", "options/worker.toml", "shared/Makefile"]
)
def test_changed_source_makes_copies_stale(copy: Path, source: str) -> None:
    path = copy / source
    path.write_text(path.read_text("utf-8").replace("e", "3") if path.suffix != ".toml" else _retitled(path), "utf-8")
    done = sync(copy, "--check")
    assert (done.returncode, done.stdout.count("stale: templates/")) == (1, 3)
    assert "Run: uv run python scripts/sync.py" in done.stdout


def _retitled(path: Path) -> str:
    return path.read_text("utf-8").replace("title = ", 'title = "Other"\n# ', 1)


def test_edited_copy_is_written_anew(copy: Path) -> None:
    hook = copy / "templates/flask/hooks/post_gen_project.py"
    hook.write_text("edited", "utf-8")
    sync(copy)
    assert hook.read_text("utf-8").endswith((copy / "hooks/post_gen_project.py").read_text("utf-8"))


def test_copy_without_source_is_removed(copy: Path) -> None:
    write(copy / "templates/flask/templates/shared/old/gone.txt", "gone")
    sync(copy)
    assert not (copy / "templates/flask/templates/shared/old").exists()


def test_names_of_dependencies_are_reserved(copy: Path) -> None:
    write(copy / "templates/flask/reserved.json", '["yaml"]')
    sync(copy)
    composed = json.loads((copy / "templates/flask/cookiecutter.json").read_text("utf-8"))
    assert (composed["_reserved"], composed["__scaffold_version"]) == (["site", "yaml"], __version__)
