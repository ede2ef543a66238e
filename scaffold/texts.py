"""Render a template's files, without compiling those in which there is nothing to compile.

Half the files of a built-in template are plain text, or one line that includes another file. Jinja would give back
what stands there; only an extension that rewrites sources could make that different, so where one may be in use this
shortcut is not taken.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jinja2 import Environment, FileSystemLoader
from jinja2.defaults import BLOCK_END_STRING, BLOCK_START_STRING
from jinja2.lexer import newline_re

INCLUDE = re.compile(rf'{BLOCK_START_STRING} include "([^"\\\n]+)" {BLOCK_END_STRING}\n?')


class Sources(FileSystemLoader):
    """Reads each file of a template once, although it is looked at first and compiled then."""

    def __init__(self, folders: Sequence[str]) -> None:
        super().__init__(folders)
        self.known: dict[str, tuple[str, str, Callable[[], bool]]] = {}

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a file's text, its path, and a function that Jinja asks whether that is still so."""
        if template not in self.known:
            source, path, _ = super().get_source(environment, template)
            self.known[template] = source, path, lambda: True
        return self.known[template]


def render(environment: Environment, name: str, context: Mapping[str, Any], *, shortcut: bool) -> str:
    """Render one file of a template by its path inside the template."""
    if shortcut and environment.loader and environment.keep_trailing_newline and not environment.line_statement_prefix:
        source = environment.loader.get_source(environment, name)[0]
        if is_plain(environment, source):
            return newline_re.sub(environment.newline_sequence, source)
        included = INCLUDE.fullmatch(source)
        if included and environment.trim_blocks and environment.block_start_string == BLOCK_START_STRING:
            return render(environment, included[1], context, shortcut=True)
    return environment.get_template(name).render(**context)


def is_plain(environment: Environment, source: str) -> bool:
    """Tell whether nothing in a source means anything to Jinja."""
    marks = (environment.block_start_string, environment.variable_start_string, environment.comment_start_string)
    return not any(mark in source for mark in marks) and not environment.line_comment_prefix
