"""Write the lock file that each template ships: the versions that were tested together, for all of its options.

For each template named (all by default) the requirements of every choice are resolved together with uv. What every
project needs is written as it is, what only some choices need stands under their condition. The entries name no
registry: `uv lock` in a project keeps their versions and completes them from the user's own index. Beside it,
`reserved.json` lists the import names that those packages take, which a project must not take.

With --check nothing is resolved: every requirement of every choice must find its version in the lock as it is.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cookiecutter.utils import create_env_with_context
from jinja2 import FileSystemLoader
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scaffold import catalogue
from scaffold.answers import complete
from scaffold.models import Question, Template, Value
from scaffold.render import context_for

PROJECT = "{{cookiecutter.project_slug}}"
PYTHON = ">=3.12"
# What the import system must be able to tell apart from a project's own package
LIST_IMPORTS = """
import importlib.metadata, json, sys
names = {name.split(".")[0] for name in importlib.metadata.packages_distributions()}
names |= {found.name.lower().replace("-", "_").replace(".", "_") for found in importlib.metadata.distributions()}
mine = {name.lower() for name in names if name.isidentifier() and not name.startswith("_")}
print(json.dumps(sorted(mine - sys.stdlib_module_names - {"seed"})))
"""


def bare(template: Template) -> dict[str, Value]:
    """Return the answers that bring the fewest dependencies."""
    return {
        question.name: min(values(question), key=lambda value: len(question.option.dependencies[str(value)]))  # type: ignore[union-attr]  # it has an option
        for question in template.questions
        if question.option
    }


def values(question: Question) -> list[Value]:
    """List what a question can be answered with."""
    return [False, True] if question.kind == "boolean" else [choice.value for choice in question.choices]


def variants(template: Template) -> Iterator[tuple[str, dict[str, Value]]]:
    """Pair the condition of each choice with answers that make it and no other."""
    base = bare(template)
    for question in template.questions:
        if question.option:
            for value in values(question):
                if value != base[question.name]:
                    yield condition(question.name, value), base | {question.name: value}


def condition(name: str, value: Value) -> str:
    """Write the Jinja condition under which an answer holds."""
    if isinstance(value, bool):
        return f"cookiecutter.{name}" if value else f"not cookiecutter.{name}"
    return f'cookiecutter.{name} == "{value}"'


def rendered(template: Template, given: Mapping[str, Value], file: str) -> dict[str, Any]:
    """Render one TOML file of the project that these answers give."""
    context = context_for(complete(template, given))
    env = create_env_with_context(context)
    env.loader = FileSystemLoader([template.path / PROJECT, template.path / "templates"])
    return tomllib.loads(env.get_template(file).render(**context))


def requirements(template: Template, given: Mapping[str, Value]) -> list[str]:
    """List what such a project depends on, development included."""
    project = rendered(template, given, "pyproject.toml")
    groups = project.get("dependency-groups", {}).values()
    return sorted({*project["project"]["dependencies"], *(entry for group in groups for entry in group)})


def resolve(wanted: set[str], folder: Path) -> dict[str, dict[str, Any]]:
    """Resolve requirements together, and install them to see which import names they take.

    Raises:
        SystemExit: two versions of one package would be needed.

    """
    listed = "".join(f"  {json.dumps(entry)},\n" for entry in sorted(wanted))
    project = f'[project]\nname = "seed"\nversion = "0"\nrequires-python = "{PYTHON}"\ndependencies = [\n{listed}]\n'
    (folder / "pyproject.toml").write_text(project, "utf-8")
    (folder / ".python-version").write_text("3.13\n", "utf-8")
    subprocess.run(["uv", "sync", "--quiet"], cwd=folder, check=True)  # noqa: S607 - the developer's own uv
    packages = tomllib.loads((folder / "uv.lock").read_text("utf-8"))["package"]
    found = {package["name"]: package for package in packages}
    if len(found) != len(packages):
        sys.exit("a package is needed in two versions: narrow the requirements until one does")
    return found


def import_names(folder: Path) -> list[str]:
    """List the names that the installed packages can be imported by."""
    command = ["uv", "run", "--no-sync", "python", "-c", LIST_IMPORTS]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603 - fixed text
    names: list[str] = json.loads(done.stdout)
    return names


def closure(packages: Mapping[str, dict[str, Any]], wanted: list[str]) -> set[str]:
    """Follow dependencies and extras from some requirements to all the packages they bring."""
    parsed = [Requirement(entry) for entry in wanted]
    waiting = [(canonicalize_name(entry.name), extra) for entry in parsed for extra in (None, *entry.extras)]
    seen: set[tuple[str, str | None]] = set()
    while waiting:
        name, extra = node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        package = packages[name]
        edges = package.get("optional-dependencies", {}).get(extra, []) if extra else package.get("dependencies", [])
        waiting += [(edge["name"], more) for edge in edges for more in (None, *edge.get("extra", ()))]
    return {name for name, _ in seen}


def conditions(template: Template, packages: Mapping[str, dict[str, Any]]) -> dict[str, list[str]]:
    """Name for each package the conditions of which one must hold; none for what every project needs."""
    always = closure(packages, requirements(template, bare(template)))
    found: dict[str, list[str]] = {name: [] for name in always}
    for when, given in variants(template):
        for name in closure(packages, requirements(template, given)) - always:
            found.setdefault(name, []).append(when)
    return found


def written(packages: Mapping[str, dict[str, Any]], needed: Mapping[str, list[str]]) -> str:
    """Write the lock file as a template."""
    parts = [f'version = 1\nrevision = 3\nrequires-python = "{PYTHON}"\n']
    for name in sorted(needed):
        version = packages[name]["version"]
        entry = f'\n[[package]]\nname = "{name}"\nversion = "{version}"\nsource = {{ registry = "." }}\n'
        when = " or ".join(needed[name])
        # the environment trims the line's end after a tag: a second one keeps the entries apart
        parts.append(f"{{% if {when} %}}\n{entry}{{% endif %}}\n" if when else entry)
    return "".join(parts)


def lock(template: Template) -> None:
    """Write the lock file and the reserved names of one template."""
    wanted = set(requirements(template, bare(template)))
    wanted.update(entry for _, given in variants(template) for entry in requirements(template, given))
    with tempfile.TemporaryDirectory() as scratch:
        packages = resolve(wanted, Path(scratch))
        names = import_names(Path(scratch))
    needed = conditions(template, packages)
    (template.path / PROJECT / "uv.lock").write_text(written(packages, needed), "utf-8")
    (template.path / "reserved.json").write_text(json.dumps(names, indent=2) + "\n", "utf-8")
    print(f"{template.name}: {len(needed)} packages, {len(names)} reserved names")


def uncovered(template: Template) -> Iterator[str]:
    """Name each requirement that the lock has no fitting version for."""
    for given in (bare(template), *(given for _, given in variants(template))):
        entries = rendered(template, given, "uv.lock")["package"]
        versions = {entry["name"]: entry["version"] for entry in entries}
        for text in requirements(template, given):
            wanted = Requirement(text)
            version = versions.get(canonicalize_name(wanted.name))
            if version is None or not wanted.specifier.contains(version, prereleases=True):
                yield f"{template.name}: {text} is not in uv.lock (which has {version})"


def main() -> int:
    """Lock the templates named, or check them; exit 1 when a check finds a gap."""
    parser = argparse.ArgumentParser(description=re.sub(r"\s+", " ", (__doc__ or "").split("\n\n")[0]))
    parser.add_argument("templates", nargs="*", help="all of them where none is named")
    parser.add_argument("--check", action="store_true", help="resolve nothing, only look for gaps")
    arguments = parser.parse_args()
    templates = [catalogue.load(name) for name in arguments.templates or catalogue.names()]
    if not arguments.check:
        for template in templates:
            lock(template)
        return 0
    gaps = sorted({gap for template in templates for gap in uncovered(template)})
    for gap in gaps:
        print(f"{gap}: run scripts/lock.py {gap.split(':')[0]}")
    return int(bool(gaps))


if __name__ == "__main__":
    sys.exit(main())
