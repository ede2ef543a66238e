"""Know what of a template is code that runs outside the sandbox, and run it once it is trusted."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import TemplateBroken

if TYPE_CHECKING:
    from jinja2 import Environment

HOOKS = ("pre_prompt", "pre_gen_project", "post_gen_project")


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """The hooks and extensions of a template, and the texts of those that come with it."""

    hooks: tuple[str, ...]
    extensions: tuple[str, ...]
    texts: Mapping[str, str]

    def __bool__(self) -> bool:
        return bool(self.hooks or self.extensions)

    def __str__(self) -> str:
        parts = [("hook", self.hooks), ("extension", self.extensions)]
        return " and ".join(f"{kind}{'s' * (len(names) > 1)} {', '.join(names)}" for kind, names in parts if names)


def code_of(folder: Path, raw: Mapping[str, Any]) -> Code:
    """List what would run."""
    hooks = sorted(path for path in (folder / "hooks").glob("*") if path.stem in HOOKS and path.name[-1] != "~")
    extensions = extensions_of(raw)
    files = [*hooks, *(file for name in extensions for file in _modules(folder, name.partition(".")[0]))]
    texts = {path.relative_to(folder).as_posix(): path.read_text("utf-8", "replace") for path in files}
    return Code(hooks=tuple(path.name for path in hooks), extensions=tuple(extensions), texts=texts)


def extensions_of(raw: Mapping[str, Any]) -> Sequence[str]:
    """List the Jinja extensions that a template wants.

    Raises:
        TemplateBroken: they are no list of names.

    """
    wanted = raw.get("_extensions", [])
    if not isinstance(wanted, list) or not all(isinstance(name, str) for name in wanted):
        message = "cookiecutter.json: _extensions must be a list of names"
        raise TemplateBroken(message)
    return wanted


def _modules(folder: Path, name: str) -> Sequence[Path]:
    single = folder / f"{name}.py"
    return [single] if single.is_file() else sorted((folder / name).rglob("*.py"))


def run_hooks(name: str, folder: Path, project: Path, environment: "Environment", context: Mapping[str, Any]) -> None:
    """Render and run the hooks of one name in the project's folder.

    Raises:
        TemplateBroken: one fails.

    """
    for hook in sorted((folder / "hooks").glob(f"{name}*")):
        if hook.stem != name or hook.name.endswith("~"):
            continue
        text = environment.from_string(hook.read_text("utf-8")).render(**context)
        with tempfile.TemporaryDirectory(prefix="scaffold-") as scratch:  # it holds answers: it must not stay
            script = Path(scratch, hook.name)
            script.write_text(text, "utf-8")
            _run(script, project)


def run_before_questions(folder: Path, scratch: Path) -> Path:
    """Run a `pre_prompt` hook, which may change the template, in a copy of it, and return the copy."""
    if not any(path.stem == "pre_prompt" for path in (folder / "hooks").glob("pre_prompt*")):
        return folder
    changed = scratch / folder.name
    shutil.copytree(folder, changed)
    for hook in sorted((changed / "hooks").glob("pre_prompt*")):
        if hook.stem == "pre_prompt" and not hook.name.endswith("~"):
            _run(hook, changed)
    return changed


def _run(script: Path, folder: Path) -> None:
    script.chmod(script.stat().st_mode | stat.S_IEXEC)
    command = [sys.executable, str(script)] if script.suffix == ".py" else [str(script)]
    try:
        # what a hook says is talk: standard output is for the result
        done = subprocess.run(command, cwd=folder, stdout=sys.stderr, check=False, shell=os.name == "nt")  # noqa: S603 - the user trusts it
    except OSError as error:
        message = f"hook {script.name} does not start: {error.strerror}"
        raise TemplateBroken(message) from error
    if done.returncode:
        message = f"hook {script.name} failed with exit code {done.returncode}; nothing was written"
        raise TemplateBroken(message)
