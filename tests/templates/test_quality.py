"""Whatever the answers, what comes out passes every strict check at once."""

import re
import tomllib

from .projects import FRAMEWORKS, Project, covering_cases, parametrize

# `${{ … }}` is what GitHub Actions evaluates, `{{ json … }}` what Docker does
JINJA = re.compile(r"cookiecutter\b|\{%|%\}|(?<!\$)\{\{ (?!json )", re.IGNORECASE)

pytestmark = parametrize([case for framework in FRAMEWORKS for case in covering_cases(framework)])


def test_style_has_no_findings(project: Project) -> None:
    project.must("uv", "run", "ruff", "check")


def test_format_changes_nothing(project: Project) -> None:
    project.must("uv", "run", "ruff", "format", "--check")


def test_types_are_strict(project: Project) -> None:
    project.must("make", "types")


def test_every_module_compiles(project: Project) -> None:
    project.must("uv", "run", "python", "-W", "error", "-m", "compileall", "-q", "-f", "src", "tests")


def test_lock_fits_the_project(project: Project) -> None:
    project.must("uv", "lock", "--check")


def test_migrations_match_the_models(project: Project) -> None:
    project.must("uv", "run", "pytest", "-n0", "-q", "tests/test_migrations.py")


def test_no_template_syntax_is_left(project: Project) -> None:
    sources = [path for path in project.files() if path.suffix != ".pyc"]
    assert [path for path in sources if JINJA.search(path.read_text("utf-8"))] == []


def test_answers_are_recorded(project: Project) -> None:
    record = tomllib.loads((project.path / ".scaffold.toml").read_text("utf-8"))
    assert {name: record["answers"][name] for name in project.case.answers} == dict(project.case.answers)
