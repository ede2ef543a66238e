{% raw %}
"""Decide which names a project and its package may have.

This module stands alone (standard library only): the sync command also puts it at the head of every template's
pre-generation hook, so that plain cookiecutter refuses the same names with the same sentence.
"""

import keyword
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence

NAME_LIMIT = 64
SLUG_LIMIT = 64
PACKAGE_LIMIT = 40
DESCRIPTION_LIMIT = 200
# Marks that are harmless in TOML, YAML, Python, shell and Markdown alike
NAME_MARKS = " -_.,'&+()"
# Marks that end or open something in at least one of the files a description is written to
DESCRIPTION_REFUSED = '"\\`{}<>$|'
SLUG_PATTERN = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
PACKAGE_PATTERN = re.compile(r"[a-z][a-z0-9_]*")
# Microsoft, "Naming Files, Paths, and Namespaces"
WINDOWS_DEVICES = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
# `type` became one in Python 3.12, and the generator also runs on 3.11; the others differ in their first letter
SOFT_WORDS = {"_", "case", "match", "type", "true", "false", "none"}
ALWAYS_TAKEN = {"test", "tests"}


def problem(values: Mapping[str, object], reserved: Sequence[str]) -> str | None:
    """Say in one sentence why these names cannot be a project's, or return None."""
    return (
        problem_with_name(str(values.get("project_name", "")))
        or problem_with_slug(str(values.get("project_slug", "")), reserved)
        or problem_with_package(str(values.get("package_name", "")), reserved)
        or problem_with_description(str(values.get("description", "")))
    )


def problem_with_name(name: str) -> str | None:
    """Say why `name` cannot be the project's name: free text, but written into files of many syntaxes."""
    if not name.strip():
        return "the project's name is empty: give it a name such as 'My Shop'"
    if len(name) > NAME_LIMIT:
        return f"the project's name has {len(name)} characters, at most {NAME_LIMIT} are allowed"
    if name != name.strip():
        return f"the project's name {name!r} begins or ends with a space: try {name.strip()!r}"
    refused = [mark for mark in name if not (unicodedata.category(mark)[0] in "LMN" or mark in NAME_MARKS)]
    if refused:
        hint = ", or --output for the folder above it" if refused[0] in "/\\" else ""
        return f"the project's name {name!r} must not contain {refused[0]!a}{try_instead(tidy(name))}{hint}"
    if unicodedata.category(name[0])[0] not in "LN":
        return f"the project's name {name!r} must begin with a letter{try_instead(tidy(name))}"
    return None


def problem_with_slug(slug: str, reserved: Sequence[str]) -> str | None:
    """Say why `slug` cannot name the folder, the distribution (PyPA name format) and the image."""
    if not slug:
        return "the project's name has no letter that could name its folder: use letters a to z"
    if len(slug) > SLUG_LIMIT:
        return f"project_slug has {len(slug)} characters, at most {SLUG_LIMIT} are allowed"
    if not SLUG_PATTERN.fullmatch(slug):
        rule = "must be lower-case letters, digits and single dashes, beginning with a letter"
        return f"project_slug {slug!r} {rule}{try_instead(as_slug(slug))}"
    return taken("project_slug", slug, slug.replace("-", "_"), reserved)


def problem_with_package(package: str, reserved: Sequence[str]) -> str | None:
    """Say why `package` cannot be the name of an importable package beside those it will import."""
    if not package:
        return "the project's name has no letter that could name its package: use letters a to z"
    if len(package) > PACKAGE_LIMIT:
        return f"package_name has {len(package)} characters, at most {PACKAGE_LIMIT} are allowed"
    if not PACKAGE_PATTERN.fullmatch(package):
        rule = "must be lower-case letters, digits and underscores, beginning with a letter"
        return f"package_name {package!r} {rule}{try_instead(as_slug(package).replace('-', '_'))}"
    return taken("package_name", package, package, reserved)


def problem_with_description(text: str) -> str | None:
    """Say why `text` cannot be the one-sentence description."""
    if len(text) > DESCRIPTION_LIMIT:
        return f"the description has {len(text)} characters, at most {DESCRIPTION_LIMIT} are allowed"
    for mark in text:
        # control, format (bidirectional among them), surrogate, private, unassigned; line and paragraph separators
        if mark in DESCRIPTION_REFUSED or unicodedata.category(mark) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
            return f"the description must not contain {mark!a}"
    return None


def taken(question: str, name: str, module: str, reserved: Sequence[str]) -> str | None:
    """Say what else already bears the name, or return None."""
    if keyword.iskeyword(module) or module in SOFT_WORDS:
        owner = "a word of the Python language"
    elif module in sys.stdlib_module_names:
        owner = "a module of Python's standard library"
    elif module in ALWAYS_TAKEN or module in reserved:
        owner = "a package or folder that the project itself uses"
    elif module in WINDOWS_DEVICES:
        owner = "a device on Windows"
    else:
        return None
    separator = "-" if question == "project_slug" else "_"
    return f"{question} {name!r} is the name of {owner}: try {f'{name}{separator}app'!r}"


def try_instead(proposal: str) -> str:
    """Write the way out, where there is one."""
    return f": try {proposal!r}" if proposal else ""


def tidy(name: str) -> str:
    """Replace what a project's name must not contain."""
    kept = "".join(mark if unicodedata.category(mark)[0] in "LMN" or mark in NAME_MARKS else " " for mark in name)
    return " ".join(kept.split()).lstrip(NAME_MARKS)[:NAME_LIMIT]


def as_slug(text: str) -> str:
    """Propose a slug: letters of other scripts transliterated where python-slugify is there to do it."""
    try:
        from slugify import slugify  # noqa: PLC0415 - comes with cookiecutter; the rules work without it
    except ImportError:
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    else:
        slug = str(slugify(text))
    return f"app-{slug}" if slug[:1].isdigit() else slug
{% endraw %}


import json  # noqa: E402 - below the module that sync puts above

ANSWERS = json.loads(r"""{{ cookiecutter | tojson }}""")

PROBLEM = problem(ANSWERS, ANSWERS["_reserved"])
if PROBLEM:
    sys.exit(PROBLEM)
