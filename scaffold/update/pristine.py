"""Render a project as its template alone makes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..answers import complete
from ..models import Answers, Template
from ..treeid import LEFT_OUT, RECORD, Files, read_files, tree_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Pristine:
    """What a template renders for some answers: the files, the id of their tree, and the record that goes with them."""

    answers: Answers
    folder: Path
    files: Files
    tree: str
    record: str


def rendered(template: Template, values: Mapping[str, Any], into: Path) -> Pristine:
    """Render below an empty folder.

    Raises:
        UsageProblem: the template does not take these answers.
        TemplateBroken: it does not render.

    """
    from ..render import context_for, render  # noqa: PLC0415 - wrong answers are refused without it

    answers = complete(template, values)
    into.mkdir(parents=True)
    folder = render(answers, context_for(answers), into)
    files = read_files(folder)
    record = folder / RECORD
    text = record.read_text("utf-8") if record.is_file() else ""
    return Pristine(answers=answers, folder=folder, files=files, tree=tree_id(files), record=text)


def modes(pristine: Pristine) -> dict[str, str]:
    """List the files with their modes, those aside that never take part in a merge."""
    return {path: mode for path, (mode, _) in pristine.files.items() if path not in LEFT_OUT}
