"""What the tests share: baked templates, a small house of tiny templates, and the command run in it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import pytest
from _pytest.nodeid import coerce_node_id
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder
from pytest_cookies.plugin import Cookies

from scaffold import catalogue
from scaffold.models import Template

ROOT = Path(__file__).resolve().parents[1]
# What this machine says to commands; CI, among others, would keep them from asking questions.
FOREIGN = ("CI", "GIT_", "UV_", "XDG_", "VIRTUAL_")
FRAMEWORKS = ("fastapi", "django", "flask")

TINY_QUESTIONS: dict[str, Any] = {
    "project_name": "My Shop",
    "project_slug": "{{ cookiecutter.project_name | slugify(max_length=64, word_boundary=True) }}",
    "package_name": "{{ cookiecutter.project_slug | slugify(separator='_', max_length=40, word_boundary=True) }}",
    "description": "A tiny thing.",
    "python_version": ["3.13", "3.12"],
    "database": ["postgresql", "sqlite"],
    "example": True,
    "worker": False,
    "ci": ["github", "none"],
    "__prompts__": {
        "project_name": "Name of the project",
        "database": {"__prompt__": "Production database", "postgresql": "PostgreSQL", "sqlite": "SQLite"},
    },
    "_reserved": ["docs", "idna"],
    "_jinja2_env_vars": {"trim_blocks": True, "lstrip_blocks": True},
}
TINY_FILES = {
    ".gitignore": ".env\n.venv\n",
    ".scaffold.toml": '[template]\nname = "tiny"\n',
    ".python-version": "3.13\n",
    "Makefile": "dev:\n\t@echo serving {{ cookiecutter.project_name }}\n",
    "notes.txt": "an example\n",
    "ci.yml": "on: push\n",
    "pyproject.toml": '[project]\nname = "{{ cookiecutter.project_slug }}"\nversion = "0"\n',
    "scripts/env.py": 'from pathlib import Path\n\nPath(".env").write_text("SECRET=1\\n")\n',
    "src/{{ cookiecutter.package_name }}/main.py": 'NAME = "{{ cookiecutter.project_name }}"\n',
}


class Bake(Protocol):
    """Generate a project of one of our templates with plain cookiecutter."""

    def __call__(self, template: str, **answers: Any) -> Path:
        """Return the project's folder."""


class Command(Protocol):
    """Run `scaffold` as a process of its own."""

    def __call__(
        self, *arguments: str, typed: str = "", env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Return what it wrote and its exit code."""


@pytest.fixture(scope="session", autouse=True)
def _interrupts_are_heard() -> None:
    """Let commands hear a Ctrl-C also where a script runs the tests in its background, which has them ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one group in one process.

    pytest-xdist 3.8 writes the group into an attribute that pytest 9.2 no longer reads.
    """
    for item in items:
        if grouped := vars(item).get("_nodeid"):
            item._id = coerce_node_id(grouped)  # noqa: SLF001 - there is no public way


@pytest.fixture
def bake(cookies: Cookies) -> Bake:
    """Bake, and fail where baking failed: pytest-cookies alone passes over it in silence."""

    def run(template: str, **answers: Any) -> Path:
        result = cookies.bake(template=str(ROOT / "templates" / template), extra_context=answers)
        if result.exception:
            raise result.exception
        return Path(result.project_path)

    return run


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a checkout like ours around tiny templates of the same names."""
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "scaffold", house / "scaffold", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "cookiecutter.json", house)
    for name in FRAMEWORKS:
        write_tiny_template(house / "templates" / name)
    return house


def write_tiny_template(folder: Path) -> None:
    """Write a template that has an option of each kind and renders in no time."""
    options = {
        "python_version": record("Python version", {"3.13": [], "3.12": []}, advanced=True),
        "database": record("Production database", {"postgresql": [], "sqlite": []}),
        "example": record("Example resource", {"False": [], "True": ["notes.txt"]}, extra=True),
        "worker": record("Background worker", {"False": [], "True": []}, extra=True, needs=["database=postgresql"]),
        "ci": record("Continuous integration", {"github": ["ci.yml"], "none": []}),
    }
    write(folder / "cookiecutter.json", json.dumps({**TINY_QUESTIONS, "_options": options}))
    for path, text in TINY_FILES.items():
        write(folder / "{{cookiecutter.project_slug}}" / path, text)
    shutil.copytree(ROOT / "templates/flask/hooks", folder / "hooks")


def record(title: str, choices: Mapping[str, list[str]], **more: Any) -> dict[str, Any]:
    """Write an option's record as the sync command does."""
    parts = {
        value: {"title": value, "paths": paths, "dependencies": [], "dev_dependencies": [], "tests": []}
        for value, paths in choices.items()
    }
    return {"title": title, "help": "Help.", "extra": False, "advanced": False, "needs": [], "choices": parts} | more


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.fixture
def environment(house: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the command a home of its own: no settings of this machine's user reach it."""
    home = tmp_path_factory.mktemp("home")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(FOREIGN)}
    own = {"HOME": str(home), "PYTHONPATH": str(house), "PYTHONUTF8": "1", "GIT_CONFIG_NOSYSTEM": "1", "TERM": "dumb"}
    cache = {"UV_CACHE_DIR": os.environ.get("UV_CACHE_DIR", str(Path("~/.cache/uv").expanduser()))}
    return kept | own | cache


@pytest.fixture
def scaffold(environment: dict[str, str], tmp_path: Path) -> Command:
    """Run the command in an empty folder, over the tiny templates."""

    def run(*arguments: str, typed: str = "", env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "scaffold", *arguments],
            cwd=tmp_path,
            input=typed,
            env=environment | dict(env or {}),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    return run


def tree(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder but those of git, the environment and this machine's secrets."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not {".git", ".venv", ".env"} & set(path.relative_to(folder).parts)
    }


@pytest.fixture
def template_copy(tmp_path: Path) -> Template:
    """Copy one of our templates, to be changed."""
    shutil.copytree(ROOT / "templates/flask", tmp_path / "flask")
    return catalogue.read(tmp_path / "flask", name="flask", title="Flask", summary="Small")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the checkout."""
    return build(WheelBuilder(str(ROOT)), tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution from the checkout."""
    return build(SdistBuilder(str(ROOT)), tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="session")
def wheel_from_sdist(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as an installer does that finds only the source distribution."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    return build(WheelBuilder(str(next(folder.iterdir()))), folder)


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel as pip does: the templates' modules get compiled too."""
    folder = tmp_path_factory.mktemp("installed")
    command = ["uv", "pip", "install", "--quiet", "--no-deps", "--compile-bytecode", "--python", sys.executable]
    subprocess.run([*command, "--target", str(folder), str(wheel)], check=True)
    assert list(folder.glob("scaffold/templates/**/*.pyc"))
    return folder


def build(builder: WheelBuilder | SdistBuilder, folder: Path) -> Path:
    """Build one distribution."""
    return Path(next(builder.build(directory=str(folder), versions=["standard"])))
