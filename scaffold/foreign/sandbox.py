"""The Jinja environments for other people's templates: a sandbox, and cookiecutter's own for what is trusted."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cookiecutter.exceptions import UnknownExtension
from cookiecutter.extensions import (
    JsonifyExtension,
    RandomStringExtension,
    SlugifyExtension,
    TimeExtension,
    UUIDExtension,
)
from cookiecutter.utils import create_env_with_context
from jinja2 import Environment, StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.filters import do_int
from jinja2.runtime import Context as JinjaContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..errors import TemplateBroken

ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}|[+-]\d\d:?\d\d")
LENGTH = 10_000_000  # of a text or list that is multiplied
BITS = 10_000  # of a number
DRAWN = 10_000  # random letters
DIGITS = 3_000  # of a text that becomes a number: sums with longer ones cannot be stopped
MARKS = ("block", "variable", "comment")
VARIABLES: Mapping[str, type] = {
    **{f"{mark}_{end}_string": str for mark in MARKS for end in ("start", "end")},
    "line_statement_prefix": str,
    "line_comment_prefix": str,
    "newline_sequence": str,
    "trim_blocks": bool,
    "lstrip_blocks": bool,
    "keep_trailing_newline": bool,
    "autoescape": bool,
}


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, which also refuses sums that would stop the machine."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: JinjaContext, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - Jinja's
        """Refuse results that are too large, before they are computed.

        Raises:
            SecurityError: the result would be.

        """
        if operator == "**" and _bits(left) * (right if isinstance(right, int) else 1) > BITS:
            message = "a number that large"
            raise SecurityError(message)
        if operator == "*" and (_bits(left) + _bits(right) > BITS or _length(left, right) > LENGTH):
            message = "a product that large"
            raise SecurityError(message)
        if operator == "%" and isinstance(left, str) and re.search(r"%[^a-zA-Z%]*(\d{5}|\*)", left):
            message = "a text that wide"
            raise SecurityError(message)
        return super().call_binop(context, operator, left, right)


class SandboxedTime(TimeExtension):  # type: ignore[misc] # cookiecutter has no type information
    """The time tag, for time zones only: their names are paths to the library behind it."""

    def _now(self, timezone: str, datetime_format: str | None) -> str:
        return str(super()._now(_zone(timezone), datetime_format))

    def _datetime(self, timezone: str, operator: str, offset: str, datetime_format: str | None) -> str:
        return str(super()._datetime(_zone(timezone), operator, offset, datetime_format))


def _zone(name: str) -> str:
    if not ZONE.fullmatch(name):
        message = f"a time zone named {name!r}"
        raise SecurityError(message)
    return name


def _bits(value: object) -> int:
    return value.bit_length() if isinstance(value, int) else 0


def _length(left: object, right: object) -> int:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, int) and isinstance(other, str | bytes | list | tuple):
            return one * len(other)
    return 0


def sandboxed(raw: Mapping[str, Any]) -> Environment:
    """Make the environment for a template that nobody trusts.

    Raises:
        TemplateBroken: its `_jinja2_env_vars` set what a sandbox cannot let them set.

    """
    given = raw.get("_jinja2_env_vars", {})
    wrong = [key for key, value in given.items() if not isinstance(value, VARIABLES.get(key, type(None)))]
    if wrong:
        message = f"cookiecutter.json: _jinja2_env_vars must not set {wrong[0]!r}: read the template, then add --trust"
        raise TemplateBroken(message)
    ours = [JsonifyExtension, RandomStringExtension, SlugifyExtension, SandboxedTime, UUIDExtension]
    settings: dict[str, Any] = {"keep_trailing_newline": True} | dict(given)
    environment = Sandbox(undefined=StrictUndefined, extensions=ours, **settings)
    drawn: Callable[[int, bool], str] = environment.globals["random_ascii_string"]  # type: ignore[assignment]  # globals have no types

    def random_ascii_string(length: int, punctuation: bool = False) -> str:  # noqa: FBT001, FBT002 - cookiecutter's signature
        if length > DRAWN:
            text = f"{length:,} random letters"
            raise SecurityError(text)
        return drawn(length, punctuation)

    def integer(value: Any, default: int = 0, base: int = 10) -> int:  # noqa: ANN401 - Jinja's signature
        if isinstance(value, str) and len(value) > DIGITS:
            text = f"a number of {len(value):,} digits"
            raise SecurityError(text)
        return do_int(value, default, base)

    environment.globals["random_ascii_string"] = random_ascii_string
    environment.filters["int"] = integer
    return environment


@contextmanager
def trusted(raw: Mapping[str, Any], folder: Path) -> Iterator[Environment]:
    """Provide cookiecutter's own environment, with the template's extensions."""
    before, written = sys.path[:], sys.dont_write_bytecode
    sys.path.append(str(folder))
    sys.dont_write_bytecode = True  # nothing of ours is left in somebody's template
    try:
        yield create_env_with_context({"cookiecutter": dict(raw)})
    except UnknownExtension as error:
        message = f"{error}: install it beside scaffold, for instance with uv tool install scaffold --with NAME"
        raise TemplateBroken(message) from error
    finally:
        sys.path[:] = before
        sys.dont_write_bytecode = written
