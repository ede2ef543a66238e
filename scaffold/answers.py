"""Gather the answers of one project from every place they can come from, and make them complete."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from . import names
from .derive import package_for, slug_for
from .errors import ScaffoldError, UsageProblem
from .models import Answers, Question, Template, Value
from .suggest import unknown

LARGEST = 1_000_000  # bytes of a file of answers
TRUE_WORDS = frozenset({"true", "yes", "on", "1"})
FALSE_WORDS = frozenset({"false", "no", "off", "0"})


def read_file(path: Path) -> dict[str, Any]:
    """Read answers from a TOML or JSON file: questions at the top, or in a table called `answers`.

    Raises:
        ScaffoldError: the file cannot be read.
        UsageProblem: it is neither TOML nor JSON, or not a table.

    """
    try:
        with path.open("rb") as file:  # whatever it is: a device has no end
            text = file.read(LARGEST + 1).decode("utf-8")
        found = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except OSError as error:
        message = f"cannot read the answers file {str(path)!r}: {error.strerror}"
        raise ScaffoldError(message) from error
    except (ValueError, RecursionError) as error:
        message = f"the answers file {str(path)!r} is not valid {path.suffix.lstrip('.') or 'TOML'}: {error}"
        raise UsageProblem(message) from error
    if not isinstance(found, dict) or len(text) > LARGEST:
        message = f"the answers file {str(path)!r} must hold a table of answers, of at most {LARGEST:,} bytes"
        raise UsageProblem(message)
    return flatten(found)


def flatten(found: Mapping[str, Any]) -> dict[str, Any]:
    """Accept a project's own `.scaffold.toml` as well: its answers stand in a table."""
    if not isinstance(found.get("answers"), dict):
        return dict(found)
    name = _template_of(found)
    return {**({"template": name} if name else {}), **found["answers"]}


def _template_of(found: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever the file says
    """Name the template of a record: a built-in one by its name, somebody else's by where it came from."""
    made_from = found.get("template")
    if not isinstance(made_from, dict):
        return made_from
    if not {"source", "folder"} <= made_from.keys():
        return made_from.get("name")
    marks = {"commit": "@", "folder": "#"} if made_from["folder"] != "." else {"commit": "@"}
    return str(made_from["source"]) + "".join(
        f"{mark}{made_from[key]}" for key, mark in marks.items() if key in made_from
    )


def read_flags(pairs: Iterable[str]) -> dict[str, str]:
    """Split the OPTION=VALUE pairs of `--set`.

    Raises:
        UsageProblem: a pair has no `=`, or an option is set twice.

    """
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            message = f"--set takes OPTION=VALUE, not {pair!r}"
            raise UsageProblem(message)
        if name in found:
            message = f"--set {name} is given twice: {found[name]!r} and {value!r}"
            raise UsageProblem(message)
        found[name] = value
    return found


def take(template: Template, given: Mapping[str, Any], source: str) -> dict[str, Value]:
    """Check the names and values from one source and turn them into answers.

    Raises:
        UsageProblem: a question is unknown or a value is not one of its choices.

    """
    known = [question.name for question in template.questions]
    for name in given:
        if name not in known:
            raise UsageProblem(f"{source}: " + unknown(f"option of {template.name}", name, known))
    return {name: read_value(template.question(name), value, source) for name, value in given.items()}


def read_value(question: Question, value: object, source: str) -> Value:
    """Turn one given value into an answer to its question.

    Raises:
        UsageProblem: the question does not take that value.

    """
    if question.kind == "boolean":
        return _boolean(question, value, source)
    if not isinstance(value, str):
        message = f"{source}: {question.name} takes text, not {value!r}"
        raise UsageProblem(message)
    choices = [choice.value for choice in question.choices]
    if choices and value not in choices:
        raise UsageProblem(f"{source}: " + unknown(f"{question.name}", value, choices))
    return value


def _boolean(question: Question, value: object, source: str) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word in TRUE_WORDS | FALSE_WORDS:
        return word in TRUE_WORDS
    message = f"{source}: {question.name} is either true or false, not {value!r}"
    raise UsageProblem(message)


def complete(template: Template, given: Mapping[str, Value]) -> Answers:
    """Fill what was not given with defaults and check the whole.

    Raises:
        UsageProblem: the template asks no such thing, a name is not allowed, or two answers exclude each other.

    """
    given = take(template, given, "answers")
    values = {question.name: question.default for question in template.questions} | given
    if "project_slug" in values and "project_slug" not in given:
        values["project_slug"] = slug_for(str(values["project_name"]))
    if "package_name" in values and "package_name" not in given:
        values["package_name"] = package_for(str(values["project_slug"]))
    problem = names.problem(values, template.reserved) or unmet_need(template, values)
    if problem:
        raise UsageProblem(problem)
    return Answers(template=template, values=values)


def unmet_need(template: Template, values: Mapping[str, Value]) -> str | None:
    """Say in one sentence which chosen option lacks another one it needs, or return None."""
    for question in template.questions:
        chosen = values[question.name]
        if question.option is None or chosen is False or chosen == "none":
            continue
        for need in question.option.needs:
            name, _, listed = need.partition("=")
            wanted = [f"{name}={value}" for value in (listed or "true").split("|")]
            if f"{name}={str(values[name]).lower()}" not in wanted:
                return f"{question.name}={str(chosen).lower()} needs {' or '.join(wanted)}: add --set {wanted[0]}"
    return None
