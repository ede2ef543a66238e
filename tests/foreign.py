"""Other people's templates, written by the tests that need them."""

import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

from tests.conftest import write

FOLDER = "{{cookiecutter.slug}}"
QUESTIONS: dict[str, Any] = {"project_name": "My Thing", "slug": "thing"}
IDENTITY = ("-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgSign=false")


def make(folder: Path, files: dict[str, str] | None = None, **more: Any) -> Path:
    """Write a template: files inside the project's folder, and further questions or private variables."""
    write(folder / "cookiecutter.json", json.dumps(QUESTIONS | more))
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for path, text in (files or {"README.md": "{{ cookiecutter.project_name }}\n"}).items():
        write(folder / FOLDER / path, text)
    return folder


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder."""
    command = ["git", *IDENTITY, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def commit(folder: Path, *tags: str) -> str:
    """Commit all of a template, and return the commit."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message=change")
    for tag in tags:
        git(folder, "tag", tag)
    return git(folder, "rev-parse", "HEAD")


def pack(folder: Path, file: Path) -> Path:
    """Put a template into a zip, below one folder."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for path in sorted(folder.rglob("*")):
            opened.write(path, f"template-main/{path.relative_to(folder)}")
    return file
