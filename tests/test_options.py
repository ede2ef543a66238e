"""An option is one record: what it names exists, and where it is off nothing of it is left."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scaffold import catalogue
from scaffold.answers import complete
from scaffold.models import Template, Value
from scaffold.render import context_for, plan
from scripts import lock
from tests.conftest import ROOT

TEMPLATES = catalogue.load_all()
RECORDS = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in (ROOT / "options").glob("*.toml")}


def choices() -> Iterator[Any]:
    """Pair each template with every choice of every option it has."""
    for template in TEMPLATES:
        for question in template.questions:
            for value in lock.values(question) if question.option else ():
                yield pytest.param(template, question.name, value, id=f"{template.name}-{question.name}-{value}")


def unwanted(context: dict[str, Any], *, name: str) -> set[str]:
    values = context["cookiecutter"]
    parts = values["_options"][name]["choices"].items()
    return {
        in_project(path, values) for value, choice in parts if value != str(values[name]) for path in choice["paths"]
    }


def in_project(path: str, values: dict[str, Any]) -> str:
    return path.replace("{{ cookiecutter.package_name }}", str(values["package_name"]))


@pytest.mark.parametrize(("template", "name", "value"), list(choices()))
def test_choice_leaves_no_file_of_the_others(template: Template, name: str, value: Value) -> None:
    answers = complete(template, {name: value})
    context = context_for(answers)
    files = plan(answers, context)
    left = [path for path in files for entry in unwanted(context, name=name) if f"{path}/".startswith(f"{entry}/")]
    assert not left


@pytest.mark.parametrize(("template", "name", "value"), list(choices()))
def test_dependencies_come_with_their_choice(template: Template, name: str, value: Value) -> None:
    wanted = lock.requirements(template, lock.bare(template) | {name: value})
    option = template.question(name).option
    assert option is not None
    other = {entry for each, listed in option.dependencies.items() if each != str(value) for entry in listed}
    assert set(option.dependencies[str(value)]) <= set(wanted)
    assert not (other - set(option.dependencies[str(value)])) & set(wanted)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_named_paths_exist(template: Template) -> None:
    answers = complete(template, {})
    options = context_for(answers)["cookiecutter"]["_options"]
    source = template.path / lock.PROJECT
    named = [path for option in options.values() for choice in option["choices"].values() for path in choice["paths"]]
    missing = [
        path
        for path in named
        if not (source / path.replace("{{ cookiecutter.", "{{cookiecutter.").replace("_name }}", "_name}}")).exists()
    ]
    assert not missing


@pytest.mark.parametrize("name", RECORDS)
def test_record_says_what_it_is(name: str) -> None:
    record = RECORDS[name]
    assert record["title"]
    assert record["help"].endswith(".")
    assert str(record["default"]).lower() in {*record["choices"], "false", "true"}


@pytest.mark.parametrize("name", RECORDS)
def test_needs_name_other_options(name: str) -> None:
    assert {need.partition("=")[0] for need in RECORDS[name].get("needs", [])} <= set(RECORDS) - {name}


def test_orders_are_distinct() -> None:
    orders = [record["order"] for record in RECORDS.values()]
    assert len(orders) == len(set(orders))


def test_templates_ask_the_same_names() -> None:
    assert len({tuple(question.name for question in template.questions[:4]) for template in TEMPLATES}) == 1
    assert all((Path(template.path) / "hooks/post_gen_project.py").is_file() for template in TEMPLATES)
