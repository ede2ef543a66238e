"""Make the Jinja environment that a built-in template is rendered in: cookiecutter's, without what costs its imports.

The filters and functions are those of cookiecutter's own extensions, the time tag apart, which no built-in template
uses; a test compares what both write.
"""

import json
import secrets
import string
import uuid
from collections.abc import Mapping
from typing import Any

from jinja2 import BytecodeCache, Environment, StrictUndefined


def built_in(variables: Mapping[str, Any], compiled: BytecodeCache | None = None) -> Environment:
    """Make the environment with a template's `_jinja2_env_vars`."""
    environment = Environment(  # noqa: S701 - what is written is not HTML, and must not be escaped as such
        undefined=StrictUndefined, keep_trailing_newline=True, bytecode_cache=compiled, **variables
    )
    environment.filters.update(jsonify=jsonify, slugify=slugify)
    environment.globals.update(random_ascii_string=random_ascii_string, uuid4=lambda: str(uuid.uuid4()))
    return environment


def jsonify(value: object, indent: int = 4) -> str:
    """Write a value as JSON."""
    return json.dumps(value, sort_keys=True, indent=indent)


def slugify(value: str, **options: Any) -> str:  # noqa: ANN401 - python-slugify's own options
    """Write a text with ASCII letters, digits and dashes."""
    from slugify import slugify as make  # noqa: PLC0415 - imported where a template asks for it

    return str(make(value, **options))


def random_ascii_string(length: int, punctuation: bool = False) -> str:  # noqa: FBT001, FBT002 - cookiecutter's signature
    """Draw random letters."""
    corpus = string.ascii_letters + (string.punctuation if punctuation else "")
    return "".join(secrets.choice(corpus) for _ in range(length))
