"""For every pair of two options' values, what is rendered here equals what plain cookiecutter writes, byte for byte."""

from pathlib import Path

import pytest

from scaffold import answers, catalogue, render
from tests.conftest import FRAMEWORKS, Bake, tree
from tests.templates.projects import Case, covering_cases

NAMES = {"project_name": "Zoë's Shop & Co", "package_name": "zoes", "description": "Sells shoes: 50 % off!"}


def possible(case: Case) -> bool:
    template = catalogue.load(case.framework)
    defaults = {question.name: question.default for question in template.questions}
    return answers.unmet_need(template, defaults | dict(case.answers)) is None


CASES = [case for framework in FRAMEWORKS for case in covering_cases(framework) if possible(case)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rendered_equals_plain_cookiecutter(case: Case, bake: Bake, tmp_path: Path) -> None:
    given = {**NAMES, **case.answers}
    complete = answers.complete(catalogue.load(case.framework), given)
    ours = render.render(complete, render.context_for(complete), tmp_path)
    assert tree(ours) == tree(bake(case.framework, **given))


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_compiled_once_renders_the_same_again(framework: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    complete = answers.complete(catalogue.load(framework), dict(NAMES))
    for name in ("cold", "warm"):
        (tmp_path / name).mkdir()
        render.render(complete, render.context_for(complete), tmp_path / name)
    assert list((tmp_path / "cache/scaffold/compiled").iterdir())
    assert tree(tmp_path / "cold") == tree(tmp_path / "warm")
