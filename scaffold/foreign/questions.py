"""Read what somebody else's template asks, and put together its answers."""

import json
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from jinja2 import Environment

from .. import config, context
from ..answers import FALSE_WORDS, TRUE_WORDS
from ..errors import TemplateBroken, UsageProblem
from ..models import Choice
from ..plain import plain
from ..prompter import Prompter
from ..suggest import unknown

LARGEST = 1_000_000  # bytes of a cookiecutter.json
MENUS = ("templates", "template")

Raw: TypeAlias = dict[str, Any]


def read(folder: Path) -> Raw:
    """Read a template's `cookiecutter.json`.

    Raises:
        TemplateBroken: there is none, or it is not one.

    """
    file = folder / "cookiecutter.json"
    try:
        size = file.stat().st_size
        raw = json.loads(file.read_text("utf-8"), object_pairs_hook=OrderedDict) if size <= LARGEST else None
    except FileNotFoundError as error:
        message = f"{str(folder)!r} has no cookiecutter.json, so it is no template"
        raise TemplateBroken(message) from error
    except (OSError, ValueError, RecursionError) as error:
        message = f"cookiecutter.json cannot be read: {error}"
        raise TemplateBroken(message) from error
    if not isinstance(raw, dict):
        message = f"cookiecutter.json must be a table of questions, of at most {LARGEST:,} bytes"
        raise TemplateBroken(message)
    problem = _problem(raw)
    if problem:
        message = f"cookiecutter.json: {problem}"
        raise TemplateBroken(message)
    return raw


def _problem(raw: Raw) -> str | None:
    empty = [name for name, default in raw.items() if default == [] and not name.startswith("_")]
    if empty:
        return f"{empty[0]} has no choices"
    copied = raw.get("_copy_without_render", [])
    if not isinstance(copied, list) or not all(isinstance(pattern, str) for pattern in copied):
        return "_copy_without_render must be a list of patterns"
    tables = ("__prompts__", "_jinja2_env_vars")
    wrong = [name for name in tables if not isinstance(raw.get(name, {}), dict)]
    if raw.get("_new_lines", "\n") not in ("\n", "\r\n", "\r", "", None, False):
        wrong.append("_new_lines")
    return f"{wrong[0]} has a value that it cannot have" if wrong else None


def menu(raw: Raw) -> dict[str, Choice] | None:
    """Read a menu of nested templates: folder by name, in both of cookiecutter's ways of writing it.

    Raises:
        TemplateBroken: it is written in neither.

    """
    name = next((name for name in MENUS if raw.get(name)), None)
    entries = raw.get(name or "")
    try:
        if name == "templates" and isinstance(entries, dict):
            return {key: _entry(key, entry) for key, entry in entries.items()}
        if name == "template" and isinstance(entries, list) and all(entry.endswith(")") for entry in entries):
            pairs = [entry[:-1].rpartition("(") for entry in entries]
            return {path: Choice(value=path, title=plain(title.strip() or path)) for title, _, path in pairs}
    except (TypeError, KeyError, AttributeError) as error:
        message = f"cookiecutter.json: the menu {name!r} is not written as cookiecutter's menus are"
        raise TemplateBroken(message) from error
    return None


def _entry(key: str, entry: Mapping[str, str]) -> Choice:
    title, text = str(entry.get("title", key)), str(entry.get("description", ""))
    return Choice(value=str(entry["path"]), title=plain(title if text in {"", title} else f"{title}: {text}"))


def nested(root: Path, folder: Path, path: str) -> Path:
    """Step into a folder that a menu names.

    Raises:
        TemplateBroken: it is not inside the template.

    """
    try:
        inner = (folder / path).resolve(strict=True)
    except (OSError, ValueError):  # not there, too long, or no path at all
        inner = root.parent
    if Path(path).is_absolute() or not inner.is_relative_to(root.resolve()) or not inner.is_dir():
        message = f"cookiecutter.json: the menu names {path[:99]!r}, which is no folder inside the template"
        raise TemplateBroken(message)
    return inner


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Takes the answers that are given, asks for the others, or takes their defaults where nobody is to be asked."""

    raw: Raw
    environment: Environment
    given: Mapping[str, Any]
    own: Mapping[str, Any]
    prompter: Prompter | None
    watched: Callable[[], AbstractContextManager[None]]
    taken: dict[str, Any] = field(default_factory=dict)

    def check_names(self) -> None:
        """Refuse answers to what is not asked.

        Raises:
            UsageProblem: with the nearest right name.

        """
        asked = [name for name in self.raw if not name.startswith("_")]
        for name in self.given:
            if name not in asked:
                raise UsageProblem(unknown("question of this template", name, asked))

    def answer(self) -> dict[str, Any]:
        """Settle every variable, in the order of the template."""
        self.check_names()
        known: dict[str, Any] = {}
        for name, default in context.in_order(self.raw):
            if name.startswith("_"):
                known[name] = self._quietly(name, default, known)
                continue
            offered = self._quietly(None, default, known)
            if name in self.given:
                known[name] = self.taken[name] = _checked(name, self.given[name], offered)
            elif name in self.own:
                with blamed_on(config.path()):
                    known[name] = self.taken[name] = _checked(name, self.own[name], offered)
            else:
                known[name] = self._asked(name, offered)
        return known

    def _quietly(self, name: str | None, default: Any, known: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        with self.watched():
            if name is None:
                return context.rendered(default, self.environment, known)
            return context.value_of(name, default, self.environment, known)

    def _asked(self, name: str, offered: Any) -> Any:  # noqa: ANN401 - JSON
        if self.prompter is None or offered is None:
            return offered[0] if isinstance(offered, list) else offered
        title, titles = _prompt(self.raw, name)
        title = plain(title)
        if isinstance(offered, bool):
            return self.prompter.confirm(title, default=offered)
        if isinstance(offered, list):
            by_text = {str(value): value for value in offered}
            choices = [Choice(value=text, title=plain(str(titles.get(text, text)))) for text in by_text]
            return by_text[self.prompter.select(title, choices, choices[0].value)]
        if isinstance(offered, dict):
            text = self.prompter.text(f"{title} (JSON)", json.dumps(offered), _problem_with_table)
            return json.loads(text)
        shown = plain(str(offered))
        answer = self.prompter.text(title, shown, lambda _: None)
        return str(offered) if answer == shown else answer


@contextmanager
def blamed_on(file: Path) -> Iterator[None]:
    """Name the file whose answer does not fit."""
    try:
        yield
    except UsageProblem as error:
        message = f"{file}: {error.message}"
        raise UsageProblem(message) from error


def _prompt(raw: Raw, name: str) -> tuple[str, Mapping[str, Any]]:
    prompt = raw.get("__prompts__", {}).get(name)
    if isinstance(prompt, dict):
        return str(prompt.get("__prompt__", name)), prompt
    return (prompt if isinstance(prompt, str) and prompt else name), {}


def _problem_with_table(text: str) -> str | None:
    try:
        return None if isinstance(json.loads(text), dict) else "that is no table: write it as JSON, {...}"
    except ValueError as error:
        return f"that is not JSON: {error}"


def _checked(name: str, value: Any, offered: Any) -> Any:  # noqa: ANN401 - JSON
    """Turn a given value into an answer.

    Raises:
        UsageProblem: the question does not take it.

    """
    if isinstance(offered, bool):
        word = str(value).lower()
        if word not in TRUE_WORDS | FALSE_WORDS:
            message = f"{name} is either true or false, not {value!r}"
            raise UsageProblem(message)
        return word in TRUE_WORDS
    if isinstance(offered, list):
        by_text = {str(each): each for each in offered}
        if str(value) not in by_text:
            raise UsageProblem(unknown(name, str(value), list(by_text)))
        return by_text[str(value)]
    if isinstance(offered, dict):
        return _table(name, value)
    if isinstance(value, dict | list):
        message = f"{name} takes text, not {value!r}"
        raise UsageProblem(message)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _table(name: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    found = value
    if isinstance(value, str):
        problem = _problem_with_table(value)
        if problem:
            message = f"{name}: {problem}"
            raise UsageProblem(message)
        found = json.loads(value)
    if not isinstance(found, dict):
        message = f"{name} takes a table, not {value!r}"
        raise UsageProblem(message)
    return found
