"""The lock that a template ships covers all of its options, names no registry, and is what uv then keeps."""

import subprocess
import tomllib
from typing import Any

import pytest

from scaffold import catalogue
from scaffold.models import Template
from scripts import lock
from tests.conftest import Bake

TEMPLATES = catalogue.load_all()
EVERYTHING: dict[str, Any] = {"database": "postgresql", "worker": True, "example": True}


def versions(text: str) -> dict[str, str]:
    return {entry["name"]: entry.get("version", "") for entry in tomllib.loads(text)["package"]}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_lock_covers_every_choice(template: Template) -> None:
    assert list(lock.uncovered(template)) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_lock_names_no_registry(template: Template) -> None:
    assert "://" not in (template.path / lock.PROJECT / "uv.lock").read_text("utf-8")


def test_gap_in_the_lock_is_noticed(template_copy: Template) -> None:
    path = template_copy.path / lock.PROJECT / "uv.lock"
    path.write_text(path.read_text("utf-8").replace('name = "celery"', 'name = "celeriac"'), "utf-8")
    assert [gap for gap in lock.uncovered(template_copy) if "celery" in gap]


def test_worker_alone_brings_celery(template_copy: Template) -> None:
    bare = lock.bare(template_copy)
    without = lock.rendered(template_copy, bare, "uv.lock")["package"]
    worker = lock.rendered(template_copy, bare | {"worker": True}, "uv.lock")["package"]
    assert "celery" not in {entry["name"] for entry in without}
    assert "celery" in {entry["name"] for entry in worker}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
@pytest.mark.parametrize("full", [True, False], ids=["everything", "bare"])
def test_uv_keeps_exactly_the_shipped_versions(template: Template, bake: Bake, full: bool) -> None:  # noqa: FBT001 - parametrized
    project = bake(template.name, **(EVERYTHING if full else lock.bare(template)))
    shipped = versions((project / "uv.lock").read_text("utf-8"))
    subprocess.run(["uv", "lock", "--quiet"], cwd=project, check=True)
    kept = versions((project / "uv.lock").read_text("utf-8"))
    assert {name: version for name, version in kept.items() if name != project.name} == shipped
