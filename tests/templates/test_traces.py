"""An option that is off leaves no trace: no file, no dependency, no word."""

import re
from pathlib import Path

import pytest

from .projects import FRAMEWORKS, Case, Project, generate, questions_of

WORDS = {
    ("example", False): r"\bnotes?\b|\btags?\b",
    ("worker", False): r"celery|redis|\bworker\.py",
    ("database", "sqlite"): r"postgres|psycopg|asyncpg",
    ("updates", False): r"scaffold check|update_token|update\.yml",
    ("license", "proprietary"): r"\bMIT\b|Apache-2|Apache License",
    ("ci", "none"): r"github\.com/.*/actions|\.gitlab-ci|workflows",
}
# `docker tag`, image tags and git tags are other things than the tags of notes, and one may note other things.
INNOCENT = re.compile(
    r"TAG:-latest|--tag |`TAG=|openapi_tags|tags=\[|\"tags\": \[rule|tags: (\[\"v|\$)|--verify-tag"
    r"|--generate-notes --notes|tags? (such as|like|are|in `Dockerfile)|Note (how|that)"
)


def words_left(project: Project, pattern: str) -> list[str]:
    """Find the lines that speak of what was switched off."""
    found = []
    for path in project.files():
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if re.search(pattern, INNOCENT.sub("", line), re.IGNORECASE):
                found.append(f"{path.relative_to(project.path)}:{number}: {line.strip()}")
    return found


def test_every_option_has_its_words() -> None:
    options = {option for framework in FRAMEWORKS for option in questions_of(framework)["_options"]}
    # The Python version is a number in two files; nothing is left of one that was not taken.
    assert {option for option, _ in WORDS} == options - {"python_version"}


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize(("option", "value"), WORDS)
def test_switched_off_leaves_nothing(framework: str, option: str, value: str | bool, tmp_path: Path) -> None:
    project = generate(Case(framework, {option: value}), tmp_path)
    assert words_left(project, WORDS[option, value]) == []


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_generated_modules_hold_no_compiled_files(framework: str, tmp_path: Path) -> None:
    project = generate(Case(framework, {}), tmp_path)
    assert not [path for path in project.path.rglob("*") if path.name == "__pycache__" or path.suffix == ".pyc"]
