"""Releases of a tiny template, and projects made from them that live on."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts import history
from tests.conftest import ROOT, TINY_QUESTIONS, record, write

Overlay = Mapping[str, str | bytes | None]
Done = subprocess.CompletedProcess[str]

NAMES = "\n".join(f"name {number}" for number in range(1, 21)) + "\n"
LOCK = 'version = 1\nrevision = 3\nrequires-python = ">=3.11"\n'
FIRST: Overlay = {
    ".gitignore": ".env\n.venv\n*.log\n",
    ".python-version": "3.13\n",
    ".scaffold.toml": (ROOT / "shared/.scaffold.toml").read_text("utf-8"),
    "Makefile": "dev:\n\t@echo serving\n",
    "README.md": "# {{ cookiecutter.project_name }}\n\nHow to.\n",
    "names.txt": NAMES,
    "ci.yml": "on: push\njobs: some\n",
    "run.sh": "#!/bin/sh\necho one\n",
    "logo.png": b"\x89PNG\0one",
    "pyproject.toml": '[project]\nname = "{{ cookiecutter.project_slug }}"\nversion = "0"\n',
    "scripts/env.py": 'from pathlib import Path\n\nPath(".env").write_text("SECRET=1\\n")\n',
    "src/{{ cookiecutter.package_name }}/main.py": "".join(f"line_{number} = {number}\n" for number in range(1, 31)),
    "src/{{ cookiecutter.package_name }}/tools.py": "".join(f"tool_{number} = {number}\n" for number in range(1, 31)),
    "uv.lock": LOCK,
}
OPTIONS = {
    "python_version": record("Python version", {"3.13": [], "3.12": []}, advanced=True),
    "database": record("Production database", {"postgresql": [], "sqlite": []}),
    "example": record("Example resource", {"False": [], "True": ["notes.txt"]}, extra=True),
    "worker": record("Background worker", {"False": [], "True": []}, extra=True),
    "ci": record("Continuous integration", {"github": ["ci.yml"], "none": []}),
}


@dataclass(frozen=True)
class Release:
    """What a version changes of the files before it, and of the questions."""

    files: Overlay = field(default_factory=dict)
    questions: Mapping[str, Any] = field(default_factory=dict)
    executable: tuple[str, ...] = ()


def version(index: int) -> str:
    """Return the version of a release by its place."""
    return f"0.{index + 1}.0"


def build(folder: Path, *releases: Release) -> list[Path]:
    """Release each version in a repository, and return for each a scaffold as installed then."""
    repository, houses = folder / "repository", list[Path]()
    template = repository / "templates/flask"
    repository.mkdir(parents=True)
    git(repository, "init", "--quiet")
    write(repository / "cookiecutter.json", (ROOT / "cookiecutter.json").read_text("utf-8"))
    changes = "# Changelog\n"
    for index, release in enumerate((Release(FIRST), *releases)):
        lay(template, release, version(index))
        changes = changes.replace("\n", f"\n\n## {version(index)}\n\n- What {version(index)} brought.\n", 1)
        write(repository / "CHANGELOG.md", changes)
        git(repository, "add", "--all", "--force")
        git(repository, "commit", "--quiet", "--message", version(index))
        git(repository, "tag", f"v{version(index)}")
        houses.append(install(repository, folder / version(index), version(index)))
    return houses


def lay(template: Path, release: Release, name: str) -> None:
    """Write one version of the template."""
    shutil.copytree(ROOT / "templates/flask/hooks", template / "hooks", dirs_exist_ok=True)
    (template / "hooks/pre_gen_project.py").unlink()
    private = {"_options": OPTIONS, "__framework_slug": "flask", "__scaffold_version": name}
    path = template / "cookiecutter.json"
    present = json.loads(path.read_text("utf-8")) if path.exists() else TINY_QUESTIONS
    asked = {key: value for key, value in (present | private | dict(release.questions)).items() if value is not None}
    write(path, json.dumps(asked, indent=1))
    overlay(template / "{{cookiecutter.project_slug}}", release.files)
    for path_ in release.executable:
        (template / "{{cookiecutter.project_slug}}" / path_).chmod(0o755)


def overlay(folder: Path, files: Overlay) -> None:
    """Write files into a folder; None deletes one, a text that begins with `->` makes a link."""
    for name, content in files.items():
        path = folder / name
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.is_dir():
            shutil.rmtree(path)
        if content is None:
            continue
        for above in path.relative_to(folder).parents:
            if (folder / above).is_file():
                (folder / above).unlink()
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str) and content.startswith("->"):
            path.symlink_to(content[2:])
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())


def install(repository: Path, house: Path, name: str) -> Path:
    """Lay out a scaffold of one version as its wheel does."""
    package = house / "scaffold"
    shutil.copytree(ROOT / "scaffold", package, ignore=shutil.ignore_patterns("__pycache__", "history"))
    write(package / "__init__.py", f'__version__ = "{name}"\n')
    shutil.copytree(repository / "templates", package / "templates", symlinks=True)
    for path in ("cookiecutter.json", "CHANGELOG.md"):
        shutil.copy(repository / path, package)
    history.pack(repository, package / "history")
    return house


def git(folder: Path, *arguments: str, check: bool = True) -> str:
    """Run git as a user of no particular name, without this machine's settings."""
    identity = {f"GIT_{who}_{what}": "me@here" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment = kept | identity | {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_EDITOR": "true"}
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, check=check)
    return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")


@dataclass
class Life:
    """A project, the scaffolds that its user installs one after the other, and the commands run on it."""

    folder: Path
    houses: list[Path]
    home: Path

    def run(self, *arguments: str, version: int = -1, cwd: Path | None = None, **env: str) -> Done:
        """Run scaffold in the project."""
        return self.process(arguments, "", self.houses[version], cwd or self.folder, env)

    def typed(self, text: str, *arguments: str) -> Done:
        """Run scaffold in the project and type something."""
        return self.process(arguments, text, self.houses[-1], self.folder, {})

    def process(self, arguments: Sequence[str], text: str, house: Path, folder: Path, env: Mapping[str, str]) -> Done:
        """Run the scaffold of one version in a folder."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "XDG_", "VIRTUAL_"))}
        own = {"HOME": str(self.home), "PYTHONPATH": str(house), "TERM": "dumb", "GIT_CONFIG_NOSYSTEM": "1"}
        own |= {"UV_OFFLINE": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            [sys.executable, "-m", "scaffold", *arguments],
            cwd=folder,
            env=kept | own | dict(env),
            input=text,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    def update(self, *arguments: str, **env: str) -> dict[str, Any]:
        """Update without questions and return the result with its exit code."""
        command = ("update", "--yes", "--json", "--no-install", *arguments)
        done = self.process(command, "", self.houses[-1], self.folder, env)
        assert done.stdout, done.stderr
        result: dict[str, Any] = json.loads(done.stdout)
        return result | {"exit": done.returncode}

    def edit(self, files: Overlay) -> None:
        """Change files and commit them."""
        overlay(self.folder, files)
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", "--allow-empty", "--message", "work")

    def read(self, path: str) -> str:
        """Read a file of the project."""
        return (self.folder / path).read_text("utf-8")

    def git(self, *arguments: str) -> str:
        """Run git in the project."""
        return git(self.folder, *arguments)
