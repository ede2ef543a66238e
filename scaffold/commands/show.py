"""`scaffold show`: what a template asks, and what it generates."""

import json
from typing import Any

import click

from ..answers import complete
from ..catalogue import load
from ..models import Question, Template, Value

SCHEMA = 1


def run(name: str, *, as_json: bool) -> None:
    """Print one template's questions and the files of a project with every default."""
    from ..render import context_for, plan  # noqa: PLC0415 - an unknown name is refused without it

    template = load(name)
    answers = complete(template, {})
    files = plan(answers, context_for(answers))
    if as_json:
        click.echo(json.dumps(_as_data(template, files), indent=2, ensure_ascii=False))
        return
    click.echo(f"{template.title}: {template.summary}\n\nQuestions")
    for question in template.questions:
        _print_question(question)
    click.echo(f"\nGenerates {len(files)} files with these defaults")
    for path in files:
        click.echo(f"  {path}")


def _print_question(question: Question) -> None:
    values = "|".join(_values(question))
    click.echo(f"  {question.name}={_shown(question.default)}" + (f"  ({values})" if values else ""))
    click.echo(f"      {question.title}" + (f": {question.option.help}" if question.option else ""))


def _values(question: Question) -> list[str]:
    return ["true", "false"] if question.kind == "boolean" else [choice.value for choice in question.choices]


def _shown(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else value


def _as_data(template: Template, files: tuple[str, ...]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "name": template.name,
        "title": template.title,
        "summary": template.summary,
        "questions": [_question_data(question) for question in template.questions],
        "files": list(files),
    }


def _question_data(question: Question) -> dict[str, Any]:
    option = question.option
    return {
        "name": question.name,
        "title": question.title,
        "kind": question.kind,
        "default": question.default,
        "choices": [{"value": choice.value, "title": choice.title} for choice in question.choices],
        "help": option.help if option else "",
        "extra": bool(option and option.extra),
        "needs": list(option.needs) if option else [],
    }
