"""What the generator works on: templates, their questions and options, and the answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

Value: TypeAlias = str | bool
Kind: TypeAlias = Literal["text", "choice", "boolean"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to a question that has a fixed list of them."""

    value: str
    title: str
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What an option record says beyond its question: where it is asked and what it needs."""

    help: str
    extra: bool
    advanced: bool
    needs: tuple[str, ...]
    dependencies: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a template; `option` is there when an option record stands behind it."""

    name: str
    title: str
    kind: Kind
    default: Value
    choices: tuple[Choice, ...] = ()
    option: Option | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One template: a folder that cookiecutter can render, and what its `cookiecutter.json` says."""

    name: str
    title: str
    summary: str
    path: Path
    questions: tuple[Question, ...]
    reserved: tuple[str, ...]

    def raw(self) -> dict[str, Any]:
        """Read its `cookiecutter.json` as it stands."""
        found: dict[str, Any] = json.loads((self.path / "cookiecutter.json").read_text("utf-8"))
        return found

    def question(self, name: str) -> Question:
        """Return the question of that name.

        Raises:
            KeyError: the template asks no such thing.

        """
        for question in self.questions:
            if question.name == name:
                return question
        raise KeyError(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A complete, valid set of answers for one template."""

    template: Template
    values: Mapping[str, Value]

    @property
    def name(self) -> str:
        """The project's name as its user wrote it."""
        return str(self.values["project_name"])

    @property
    def slug(self) -> str:
        """The name of the folder, the distribution and the image."""
        return str(self.values["project_slug"])

    @property
    def package(self) -> str:
        """The name of the Python package."""
        return str(self.values["package_name"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What will be written, and where: the files relative to `target`, the context as cookiecutter builds it."""

    answers: Answers
    target: Path
    files: tuple[str, ...]
    context: dict[str, Any]
