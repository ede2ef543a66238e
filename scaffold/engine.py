"""Walk a template's folder and write what comes out of it, entry for entry as cookiecutter does.

The walk itself decides nothing about safety: it asks its guard about every path before it writes there and reports
every file after.
"""

import os
import shutil
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment

from . import texts
from .errors import TemplateBroken

# No delimiter of any template is made of these alone
PLAIN = frozenset(string.ascii_letters + string.digits + "._-")
PERMISSIONS = 0o777  # not the bits that lend a program its owner's rights


class Guard(Protocol):
    """What watches over a walk."""

    def path(self, source: str, target: str) -> None:
        """Refuse a path, relative to the folder above the project."""

    def file(self, target: str, size: int) -> None:
        """Count a file that is about to be written."""


class Inside:
    """The least that is asked of any template: that it writes below its project's folder."""

    def path(self, source: str, target: str) -> None:
        """Refuse a path that leads elsewhere.

        Raises:
            TemplateBroken: it is absolute, or climbs.

        """
        if os.path.isabs(target) or ".." in target.split("/"):  # noqa: PTH117 - once a file
            message = f"{source}: would be written outside the project, as {target!r}"
            raise TemplateBroken(message)

    def file(self, target: str, size: int) -> None:
        """Count nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Renders paths, each of their parts once: the same few stand in most of them."""

    environment: Environment
    context: Mapping[str, Any]
    known: dict[str, str] = field(default_factory=dict)

    def render(self, path: str) -> str:
        """Render a path part by part."""
        return "/".join(map(self._part, path.replace(os.sep, "/").split("/")))

    def _part(self, part: str) -> str:
        if part not in self.known:
            plain = part.isidentifier() or not set(part) - PLAIN
            self.known[part] = part if plain else self.environment.from_string(part).render(**self.context)
        return self.known[part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One template being written out: from the folder `source` into a project below `into`."""

    names: Names
    source: Path
    into: Path
    is_binary: Callable[[str], bool]
    guard: Guard
    is_unwanted: Callable[[str], bool] = lambda _: False
    begin: Callable[[Path], None] = lambda _: None
    shortcut: bool = False

    def run(self) -> Path:
        """Write everything and return the project's folder.

        Raises:
            TemplateBroken: the template's own folder has no usable name, or two folders get the same one.

        """
        self.names.environment.loader = texts.Sources([str(self.source), str(self.source.parent / "templates")])
        name = self.names.render(self.source.name)
        check_folder(self.source.name, name)
        self._make_folder(self.source.name, name)
        self.begin(self.into / name)
        for here, folders, files in os.walk(self.source):
            inside = os.path.relpath(here, self.source)
            paths = {each: os.path.normpath(os.path.join(inside, each)) for each in sorted(folders)}  # noqa: PTH118 - os.walk gives strings
            copied = {each for each, path in paths.items() if self._is_copied(path)}
            for each in copied:
                self._copy_tree(paths[each], name)
            folders[:] = [each for each in paths if each not in copied]
            for each in folders:
                self._make_folder(paths[each], f"{name}/{self.names.render(paths[each])}")
            for each in sorted(files):
                self._write(os.path.normpath(os.path.join(inside, each)), name)  # noqa: PTH118 - os.walk gives strings
        return self.into / name

    def _is_copied(self, path: str) -> bool:
        patterns = self.names.context["cookiecutter"].get("_copy_without_render", ())
        return any(fnmatch(path, pattern) for pattern in patterns)

    def _make_folder(self, source: str, target: str) -> None:
        self.guard.path(source, target)
        try:
            (self.into / target).mkdir(parents=True)
        except FileExistsError as error:
            message = f"{source}: the folder {target!r} is there already"
            raise TemplateBroken(message) from error

    def _copy_tree(self, source: str, project: str) -> None:
        target = f"{project}/{self.names.render(source)}"
        for here, folders, files in os.walk(self.source / source, followlinks=True):
            inside = os.path.normpath(os.path.join(target, os.path.relpath(here, self.source / source)))  # noqa: PTH118 - os.walk gives strings
            self.guard.path(source, inside)
            (self.into / inside).mkdir(parents=True, exist_ok=True)
            shutil.copystat(here, self.into / inside)
            folders.sort()
            for each in sorted(files):
                self._copy(os.path.join(here, each), f"{inside}/{each}", keep_times=True)  # noqa: PTH118 - os.walk gives strings

    def _write(self, source: str, project: str) -> None:
        if self.is_unwanted(source):
            return
        target = f"{project}/{self.names.render(source)}"
        path = str(self.source / source)
        if self._is_copied(source):
            self._copy(path, target)
            return
        if target.endswith("/"):  # a name that renders to nothing: no file is wanted
            return
        self.guard.path(source, target)
        if os.path.isdir(self.into / target):  # noqa: PTH112 - once a file
            return
        if self.is_binary(path):
            self._copy(path, target)
            return
        self._render(source, path, target)

    def _copy(self, path: str, target: str, *, keep_times: bool = False) -> None:
        self.guard.path(path, target)
        state = os.stat(path)  # noqa: PTH116 - once a file
        self.guard.file(target, state.st_size)
        place = self.into / target
        (shutil.copy2 if keep_times else shutil.copyfile)(path, place)
        place.chmod(state.st_mode & PERMISSIONS)

    def _render(self, source: str, path: str, target: str) -> None:
        name = source.replace(os.sep, "/")
        try:
            text = texts.render(self.names.environment, name, self.names.context, shortcut=self.shortcut)
        except UnicodeDecodeError as error:
            message = f"{self.source.name}/{name}: looks like text, and is not UTF-8: {error.reason}"
            raise TemplateBroken(message) from error
        self.guard.file(target, len(text))
        newline = self.names.context["cookiecutter"].get("_new_lines") or newline_of(path)
        place = self.into / target
        with open(place, "w", encoding="utf-8", newline=newline) as file:  # noqa: PTH123 - once a file
            file.write(text)
            os.chmod(place, os.stat(path).st_mode & PERMISSIONS)  # noqa: PTH101, PTH116 - once a file


def check_folder(source: str, name: str) -> None:
    """Refuse a project's folder that is none.

    Raises:
        TemplateBroken: the name is empty, or a path.

    """
    if not name.strip() or name in {".", ".."} or "/" in name or os.sep in name or "\0" in name:
        message = f"{source}: becomes {name!r}, which cannot name the project's folder"
        raise TemplateBroken(message)


def newline_of(path: str) -> str | None:
    """Return the line ending of a file, where it is mixed one of them, or None where it has none."""
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - once a file
        file.readline()
        return file.newlines[0] if isinstance(file.newlines, tuple) else file.newlines
