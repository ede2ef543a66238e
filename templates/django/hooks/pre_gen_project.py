{% raw %}
"""Decide which names a project and its package may have.

This module stands alone (standard library only): the sync command also puts it at the head of every template's
pre-generation hook, so that plain cookiecutter refuses the same names with the same sentence.
"""

import json
import keyword
import sys


def problem_with_package(name: str, reserved: list[str]) -> str | None:
    """Say in one sentence why `name` cannot be the package's, or return None."""
    if not name.isidentifier() or keyword.iskeyword(name):
        return f"package name {name!r} is not an importable Python name"
    if name in sys.stdlib_module_names or name in reserved:
        return f"package name {name!r} is taken by another Python package"
    return None
{% endraw %}


ANSWERS = json.loads(r"""{{ cookiecutter | tojson }}""")

PROBLEM = problem_with_package(ANSWERS["package_name"], ANSWERS["__reserved"])
if PROBLEM:
    sys.exit(PROBLEM)
