"""Render a template with cookiecutter's own code, so that every byte is what plain cookiecutter writes.

The user's `~/.cookiecutterrc` and replay files play no part: nothing here reads or writes them.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from cookiecutter.exceptions import CookiecutterException, UndefinedVariableInTemplate
from cookiecutter.find import find_template
from cookiecutter.generate import generate_context, generate_files
from cookiecutter.prompt import prompt_for_config
from cookiecutter.utils import create_env_with_context
from jinja2 import TemplateError

from .errors import ScaffoldError, TemplateBroken
from .models import Answers

Context: TypeAlias = dict[str, Any]

# What `scripts/env.py` writes into a fresh project: never part of a template, and never committed
ENV_SCRIPT, ENV_FILE = "scripts/env.py", ".env"


def context_for(answers: Answers) -> Context:
    """Build what cookiecutter builds from `cookiecutter.json` and the answers, private variables included.

    Raises:
        TemplateBroken: a default or a private variable does not render.

    """
    folder = answers.template.path
    with said_in_one_sentence(answers.template.name):
        context: Context = generate_context(
            context_file=str(folder / "cookiecutter.json"),
            default_context={},
            extra_context=dict(answers.values),
        )
        values = context["cookiecutter"]
        context["_cookiecutter"] = {key: value for key, value in values.items() if not key.startswith("_")}
        values.update(prompt_for_config(context, no_input=True))
    values.update(_template=str(folder), _repo_dir=str(folder), _output_dir=str(Path.cwd()), _checkout=None)
    return context


def plan(answers: Answers, context: Context) -> tuple[str, ...]:
    """List the files the project will have, relative to its folder."""
    env = create_env_with_context(context)
    source = Path(find_template(answers.template.path, env))
    rendered = (env.from_string(path).render(**context) if "{" in path else path for path in _files_below(source))
    unwanted = {env.from_string(path).render(**context) for path in _unwanted_paths(context)}
    kept = {path for path in rendered if not _is_unwanted(path, unwanted)}
    return tuple(sorted(kept | {ENV_FILE} if ENV_SCRIPT in kept else kept))


def render(answers: Answers, context: Context, into: Path) -> Path:
    """Write the project into the folder `into` and return the project's own folder there.

    Raises:
        ScaffoldError: the disk does not take it.
        TemplateBroken: a file does not render, or the template's hook fails.

    """
    with said_in_one_sentence(answers.template.name):
        project = generate_files(
            repo_dir=str(answers.template.path), context=context, output_dir=str(into), accept_hooks=False
        )
    _run_hook(answers.template.path / "hooks/post_gen_project.py", Path(project), context)
    return Path(project)


def check(project: Path, planned: tuple[str, ...]) -> None:
    """Compare what was written with what was planned.

    Raises:
        TemplateBroken: the two differ.

    """
    different = set(_files_below(project)) ^ set(planned)
    if different:
        message = f"the template did not write what it planned: {', '.join(sorted(different)[:5])}"
        raise TemplateBroken(message)


@contextmanager
def said_in_one_sentence(template: str) -> Iterator[None]:
    """Turn what cookiecutter, Jinja and the disk raise into one sentence."""
    try:
        yield
    except UndefinedVariableInTemplate as error:
        message = f"template {template}: {error.message}: {error.error.message}"
        raise TemplateBroken(message) from error
    except TemplateError as error:
        where = f"{getattr(error, 'filename', None) or 'a file name'}, line {getattr(error, 'lineno', '?')}"
        message = f"template {template}: {where}: {error.message}"
        raise TemplateBroken(message) from error
    except CookiecutterException as error:
        message = f"template {template}: {error}"
        raise TemplateBroken(message) from error
    except OSError as error:
        message = f"cannot write the project: {error.strerror or error}"
        raise ScaffoldError(message) from error


def _run_hook(hook: Path, project: Path, context: Context) -> None:
    """Run a template's Python hook from memory: no copy of it with the answers is left in a temporary folder."""
    if not hook.is_file():
        return
    text = create_env_with_context(context).from_string(hook.read_text("utf-8")).render(**context)
    environment = os.environ | {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-"]
    done = subprocess.run(  # noqa: S603 - our own interpreter on a built-in template's hook
        command, input=text, cwd=project, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        last = (done.stderr.strip() or "no message").splitlines()[-1]
        message = f"the template's {hook.stem} hook failed: {last}"
        raise TemplateBroken(message)


def _files_below(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if path.is_file() and "__pycache__" not in inside.parts:
            yield inside.as_posix()


def _unwanted_paths(context: Context) -> set[str]:
    kept: set[str] = set()
    dropped: set[str] = set()
    values = context["cookiecutter"]
    for name, option in values.get("_options", {}).items():
        for value, choice in option["choices"].items():
            (kept if value == str(values[name]) else dropped).update(choice["paths"])
    return dropped - kept


def _is_unwanted(path: str, unwanted: set[str]) -> bool:
    return any(path == entry or path.startswith(f"{entry}/") for entry in unwanted)
