"""What a generated repository says of its own supply chain, as OpenSSF Scorecard looks for it."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from .projects import FRAMEWORKS, Answers, Case, Project, generate

PINNED = re.compile(r"^[\w./-]+@[0-9a-f]{40}$")
LICENSES = {"proprietary": "All rights reserved", "MIT": "MIT License", "Apache-2.0": "Apache License"}


def made(answers: Answers, folder: Path) -> Project:
    return generate(Case("fastapi", answers), folder)


def workflows(project: Project) -> Iterator[dict[str, Any]]:
    for path in sorted((project.path / ".github/workflows").iterdir()):
        yield yaml.safe_load(path.read_text("utf-8"))


def jobs(project: Project) -> Iterator[dict[str, Any]]:
    for workflow in workflows(project):
        yield from workflow["jobs"].values()


def test_actions_are_pinned_by_commit(tmp_path: Path) -> None:
    used = [step["uses"] for job in jobs(made({"updates": True}, tmp_path)) for step in job["steps"] if "uses" in step]
    assert used
    assert [action for action in used if not PINNED.match(action)] == []


def test_jobs_end_in_time_with_few_rights(tmp_path: Path) -> None:
    project = made({"updates": True}, tmp_path)
    assert all(workflow["permissions"] == {} for workflow in workflows(project))
    assert all(0 < job["timeout-minutes"] <= 60 and "permissions" in job for job in jobs(project))


def test_code_is_analyzed_and_locks_are_audited(tmp_path: Path) -> None:
    steps = [step for job in jobs(made({}, tmp_path)) for step in job["steps"]]
    assert any(step.get("uses", "").startswith("github/codeql-action/analyze@") for step in steps)
    assert any(step.get("run") == "make audit" for step in steps)


def test_image_is_released_with_its_parts_and_origin(tmp_path: Path) -> None:
    steps = [step for job in jobs(made({}, tmp_path)) for step in job["steps"]]
    (build,) = [step["with"] for step in steps if step.get("uses", "").startswith("docker/build-push-action@")]
    assert build["platforms"] == "linux/amd64,linux/arm64"
    assert build["sbom"] is True
    assert build["provenance"] == "mode=max"


@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_every_ecosystem_is_updated_with_cooldown(database: str, tmp_path: Path) -> None:
    project = made({"database": database}, tmp_path)
    updates = yaml.safe_load((project.path / ".github/dependabot.yml").read_text("utf-8"))["updates"]
    assert {each["package-ecosystem"] for each in updates} == {"uv", "github-actions", "docker", "docker-compose"}
    assert all(each["cooldown"]["default-days"] >= 7 for each in updates)


@pytest.mark.parametrize("ci", ["github", "gitlab", "none"])
def test_policy_says_where_and_by_when(ci: str, tmp_path: Path) -> None:
    policy = (made({"ci": ci}, tmp_path).path / "SECURITY.md").read_text("utf-8")
    assert re.search(r"https://\S+", policy)
    assert len(re.findall(r"vuln|disclos|\d+ days", policy, re.IGNORECASE)) > 2


@pytest.mark.parametrize("license_name", LICENSES)
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_license_is_the_same_everywhere(framework: str, license_name: str, tmp_path: Path) -> None:
    project = generate(Case(framework, {"license": license_name}), tmp_path)
    declared = tomllib.loads((project.path / "pyproject.toml").read_text("utf-8"))["project"]["license"]
    assert declared == ("LicenseRef-Proprietary" if license_name == "proprietary" else license_name)
    assert LICENSES[license_name] in (project.path / "LICENSE").read_text("utf-8")
    assert f'image.licenses="{declared}"' in (project.path / "Dockerfile").read_text("utf-8")
