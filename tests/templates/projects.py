"""Generate projects, install them, and run commands in them as their owners would."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import covertable
import pytest
from cookiecutter.main import cookiecutter

ROOT = Path(__file__).resolve().parents[2]
FRAMEWORKS = ("fastapi", "django", "flask")
# What the test runner has in its own environment says nothing to a project.
FOREIGN = ("VIRTUAL_ENV", "PYTEST_", "COV_", "PYTHONPATH", "POSTGRES_TEST_URL", "REDIS_TEST_URL")
# What commands leave in a project's folder.
NOT_WRITTEN = {".git", ".venv", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__"}

Answers = Mapping[str, str | bool]


@dataclass(frozen=True)
class Case:
    """One way to answer a template's questions."""

    framework: str
    answers: Answers

    def __str__(self) -> str:
        """Name the case by its answers, as the id of its tests."""
        return "-".join([self.framework, *(f"{name}={value}" for name, value in self.answers.items())])


@dataclass(frozen=True)
class Project:
    """A generated project, and the way to run commands in it."""

    path: Path
    case: Case

    @property
    def package(self) -> str:
        """The name of the project's package."""
        return next(path.name for path in (self.path / "src").iterdir())

    def run(self, *command: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command in the project's folder and return what it printed, whatever its exit code."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        return subprocess.run(
            command, cwd=self.path, env=clean | dict(env or {}), capture_output=True, text=True, check=False
        )

    def must(self, *command: str, env: Mapping[str, str] | None = None) -> str:
        """Run a command that has to succeed, and return its standard output."""
        done = self.run(*command, env=env)
        assert done.returncode == 0, (
            f"{' '.join(command)} in {self.case}:\n{done.stdout[-6000:]}\n{done.stderr[-6000:]}"
        )
        return done.stdout

    def files(self) -> Iterator[Path]:
        """List the files that the template wrote."""
        for folder, names, files in os.walk(self.path):
            names[:] = [name for name in names if name not in NOT_WRITTEN]
            yield from (Path(folder) / name for name in files)


def questions_of(framework: str) -> dict[str, Any]:
    """Read what a template asks."""
    questions: dict[str, Any] = json.loads((ROOT / "templates" / framework / "cookiecutter.json").read_text("utf-8"))
    return questions


def covering_cases(framework: str) -> list[Case]:
    """List answers in which every pair of two options' values stands at least once."""
    questions = questions_of(framework)
    values = {name: questions[name] for name in questions["_options"]}
    factors = {name: [True, False] if isinstance(value, bool) else value for name, value in values.items()}
    rows = covertable.make(factors, strength=2)
    return [Case(framework, dict(row)) for row in rows]


def generate(case: Case, into: Path) -> Project:
    """Generate the project of a case with plain cookiecutter."""
    template = str(ROOT / "templates" / case.framework)
    path = cookiecutter(
        template, no_input=True, default_config=True, output_dir=str(into), extra_context=dict(case.answers)
    )
    return Project(Path(path), case)


def cases(*answer_sets: Answers) -> pytest.MarkDecorator:
    """Parametrize the `project` fixture: every framework with each set of answers.

    The tests of one case stay in one process, which installs its project once.
    """
    every = [Case(framework, answers) for framework in FRAMEWORKS for answers in answer_sets]
    return parametrize(every)


def parametrize(every: list[Case]) -> pytest.MarkDecorator:
    """Parametrize the `project` fixture with cases."""
    params = [pytest.param(case, id=str(case), marks=pytest.mark.xdist_group(str(case))) for case in every]
    return pytest.mark.parametrize("project", params, indirect=True)


def install(project: Project) -> Project:
    """Complete the lock file and build the environment, as `scaffold new` and `make setup` do.

    With SCAFFOLD_TEST_NEWEST set, the newest of every dependency takes the place of what the template ships.
    """
    newest = ["--upgrade"] if os.environ.get("SCAFFOLD_TEST_NEWEST") else []
    project.must("uv", "sync", *newest)
    return project
