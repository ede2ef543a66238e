"""Render a built-in template so that every byte is what plain cookiecutter writes.

Nothing of cookiecutter is imported for it, its user's `~/.cookiecutterrc` and replay files play no part, and what Jinja
compiled is kept for the next run.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from jinja2 import Environment, TemplateError

from . import blame, compiled, context, engine
from .environments import built_in
from .errors import ScaffoldError, TemplateBroken
from .models import Answers

Context: TypeAlias = context.Context

# What is surely text to cookiecutter too; a test asks it about every file of the templates
TEXT = bytes({9, 10, 13, *range(32, 127), *range(128, 256)})
LOOKED_AT = 512
TEXT_ENDINGS = (".py", ".md", ".toml", ".yml", ".yaml", ".json", ".lock", ".html", ".css", ".txt", ".conf", ".mako")
TEXT_NAMES = ("file", "ignore", ".example", ".editorconfig", ".python-version")
# What `scripts/env.py` writes into a fresh project: never part of a template, and never committed
ENV_SCRIPT, ENV_FILE = "scripts/env.py", ".env"


def context_for(answers: Answers) -> Context:
    """Build what cookiecutter builds from `cookiecutter.json` and the answers, private variables included.

    Raises:
        TemplateBroken: a default or a private variable does not render.

    """
    folder = answers.template.path
    with said_in_one_sentence(answers.template.name, folder):
        raw = context.read(folder)
        return context.build(raw, answers.values, built_in(raw.get("_jinja2_env_vars", {})), folder)


def plan(answers: Answers, context: Context) -> tuple[str, ...]:
    """List the files the project will have, relative to its folder."""
    names = engine.Names(environment=_environment(context), context=context)
    unwanted = unwanted_paths(names)
    files = map(names.render, _files_below(source_of(answers.template.path, names.environment)))
    kept = {path for path in files if not _is_unwanted(path, unwanted)}
    return tuple(sorted(kept | {ENV_FILE} if ENV_SCRIPT in kept else kept))


def render(answers: Answers, context: Context, into: Path) -> Path:
    """Write the project into the folder `into` and return the project's own folder there.

    Raises:
        ScaffoldError: the disk does not take it.
        TemplateBroken: a file does not render, or the template's hook fails.

    """
    template = answers.template
    kept = compiled.Compiled(template)
    names = engine.Names(environment=_environment(context, kept), context=context)
    unwanted = unwanted_paths(names)
    with said_in_one_sentence(template.name, template.path):
        project = engine.Walk(
            names=names,
            source=source_of(template.path, names.environment),
            into=into,
            is_binary=is_binary,
            shortcut=True,
            guard=engine.Inside(),
            is_unwanted=lambda path: _is_unwanted(names.render(path), unwanted),
        ).run()
        _run_hook(template.path / "hooks/post_gen_project.py", project, names)
    kept.save()
    return project


def check(project: Path, planned: tuple[str, ...]) -> None:
    """Compare what was written with what was planned.

    Raises:
        TemplateBroken: the two differ.

    """
    different = set(_files_below(project)) ^ set(planned)
    if different:
        message = f"the template did not write what it planned: {', '.join(sorted(different)[:5])}"
        raise TemplateBroken(message)


def source_of(folder: Path, environment: Environment) -> Path:
    """Find the folder of a template that holds the project.

    Raises:
        TemplateBroken: there is none.

    """
    marks = ("cookiecutter", environment.variable_start_string, environment.variable_end_string)
    for name in os.listdir(folder):  # noqa: PTH208 - in the order in which cookiecutter looks
        if all(mark in name for mark in marks) and (folder / name).is_dir():
            return folder / name
    message = f"{str(folder)!r} has no folder whose name holds '{{{{ cookiecutter... }}}}', which a template needs"
    raise TemplateBroken(message)


@contextmanager
def said_in_one_sentence(template: str, folder: Path) -> Iterator[None]:
    """Turn what Jinja, a hook and the disk raise into one sentence that names the template's file and line."""
    try:
        yield
    except ScaffoldError:
        raise
    except Exception as error:  # whatever a template's own expressions raise
        if isinstance(error, OSError) and not isinstance(error, TemplateError):
            message = f"cannot write the project: {error.strerror or error}"
            raise ScaffoldError(message) from error
        message = f"template {template}: {blame.sentence(error, folder)}"
        raise TemplateBroken(message) from error


def is_binary(path: str) -> bool:
    """Tell what cookiecutter takes for binary; plain text is known without importing what it asks."""
    with open(path, "rb") as file:  # noqa: PTH123 - once a file: pathlib would double its price
        seen = file.read(LOOKED_AT)
    if not seen.translate(None, TEXT) and is_utf8(seen) and path.endswith(TEXT_ENDINGS + TEXT_NAMES):
        return False
    from binaryornot.check import is_binary as ask  # noqa: PLC0415 - costs as much as a tenth of a project

    return bool(ask(path))


def is_utf8(start: bytes) -> bool:
    """Tell whether the start of a file is UTF-8, a character cut in two at its end apart."""
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > LOOKED_AT - 4
    return True


def _environment(context: Context, kept: compiled.Compiled | None = None) -> Environment:
    return built_in(context["cookiecutter"].get("_jinja2_env_vars", {}), kept)


def _run_hook(hook: Path, project: Path, names: engine.Names) -> None:
    """Run a built-in template's hook in this process: a Python of its own would take longer than the project."""
    if not hook.is_file():
        return
    text = names.environment.from_string(hook.read_text("utf-8")).render(**names.context)
    code = compile(text, str(hook), "exec")
    before = Path.cwd()
    os.chdir(project)
    try:
        exec(code, {"__name__": "__main__", "__file__": str(hook)})  # noqa: S102 - our own template's
    except SystemExit as stop:
        if stop.code:
            message = f"the template's {hook.stem} hook failed: {stop.code}"
            raise TemplateBroken(message) from stop
    finally:
        os.chdir(before)


def _files_below(folder: Path) -> Iterator[str]:
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        inside = Path(here).relative_to(folder)
        yield from ((inside / name).as_posix() for name in files)


def unwanted_paths(names: engine.Names) -> set[str]:
    """List the paths that belong to choices that were not taken, and to no choice that was."""
    kept: set[str] = set()
    dropped: set[str] = set()
    values = names.context["cookiecutter"]
    for name, option in values.get("_options", {}).items():
        for value, choice in option["choices"].items():
            (kept if value == str(values[name]) else dropped).update(choice["paths"])
    return set(map(names.render, dropped - kept))


def _is_unwanted(path: str, unwanted: set[str]) -> bool:
    return any(path == entry or path.startswith(f"{entry}/") for entry in unwanted)
