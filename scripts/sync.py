"""Write what every template carries a copy of; with --check only compare.

Each template gets a `cookiecutter.json` made of `shared/questions.json`, the records in `options/` and its own
`questions.json`; a copy of `hooks/`, each headed by the module that it shares with `scaffold/`; and a copy of
`shared/` below `templates/shared/`, which is where cookiecutter looks for the parents of a template's files.
The records also make the table of options in the documentation.
"""

import filecmp
import json
import runpy
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
VERSION = runpy.run_path(str(ROOT / "scaffold/__init__.py"))["__version__"]
NOT_COPIED = shutil.ignore_patterns("questions.json", "__pycache__")
OPTIONS_PAGE = ROOT / "docs/options.md"
COPIES = ("hooks", "templates", "cookiecutter.json")
HEADS = {"pre_gen_project.py": "names.py", "post_gen_project.py": "treeid.py"}
CHOICE_LISTS = ("paths", "dependencies")
OPTIONS_TEXT = """\
# Options

What `--set OPTION=VALUE` takes, made from the records in `options/` by `scripts/sync.py`. The name of the project
decides `project_slug` (folder, distribution, image) and `package_name`, which can be set too, as can `description`.

| option | values | default | what it is | frameworks |
| --- | --- | --- | --- | --- |
"""


def read_options() -> dict[str, dict[str, Any]]:
    """Read the option records in the order in which they are asked."""
    records = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in (ROOT / "options").glob("*.toml")}
    return dict(sorted(records.items(), key=lambda item: item[1]["order"]))


def for_framework(choice: dict[str, Any], framework: str) -> dict[str, Any]:
    """Reduce a choice's record to what one framework needs of it."""
    parts = (choice.get("all", {}), choice.get(framework, {}))
    lists = {name: [entry for part in parts for entry in part.get(name, [])] for name in CHOICE_LISTS}
    return {"title": choice.get("title", ""), **lists}


def option_for(record: dict[str, Any], framework: str) -> dict[str, Any]:
    """Make the record of an option as one template carries it."""
    off = {"False": for_framework({}, framework)} if isinstance(record["default"], bool) else {}
    choices = off | {
        value.capitalize() if value in {"true", "false"} else value: for_framework(choice, framework)
        for value, choice in record["choices"].items()
    }
    return {
        "title": record["title"],
        "help": record["help"],
        "extra": record.get("extra", False),
        "advanced": record.get("advanced", False),
        "needs": record.get("needs", []),
        "choices": choices,
    }


def question_for(record: dict[str, Any]) -> Any:  # noqa: ANN401 - cookiecutter takes a string, a list or a boolean
    """Write an option as cookiecutter's question: a boolean, or choices with the default first."""
    if isinstance(record["default"], bool):
        return record["default"]
    return sorted(record["choices"], key=lambda value: value != record["default"])


def prompt_for(record: dict[str, Any]) -> str | dict[str, str]:
    """Write an option's text as cookiecutter's prompt."""
    if isinstance(record["default"], bool):
        return f"{record['title']}: {record['help']}"
    titles = {value: choice["title"] for value, choice in record["choices"].items()}
    return {"__prompt__": record["title"], **titles}


def questions_for(template: Path) -> dict[str, Any]:
    """Compose the `cookiecutter.json` of a template."""
    shared, own = (json.loads((folder / "questions.json").read_text("utf-8")) for folder in (ROOT / "shared", template))
    options = {
        name: record
        for name, record in read_options().items()
        if template.name in record.get("frameworks", [template.name])
    }
    reserved = template / "reserved.json"
    taken = set(own.pop("_reserved", ())) | set(json.loads(reserved.read_text("utf-8")) if reserved.exists() else ())
    asked = {key: value for key, value in shared.items() if not key.startswith("_")}
    private = {key: value for key, value in shared.items() if key.startswith("_")}
    prompts = private.pop("__prompts__") | {name: prompt_for(record) for name, record in options.items()}
    return {
        **asked,
        **{name: question_for(record) for name, record in options.items()},
        "__prompts__": prompts,
        "_options": {name: option_for(record, template.name) for name, record in options.items()},
        **private,
        **own,
        "_reserved": sorted(taken),
        "__scaffold_version": VERSION,
    }


def fill(template: Path, into: Path) -> None:
    """Write the copies of one template below `into`."""
    shutil.copytree(ROOT / "hooks", into / "hooks", ignore=NOT_COPIED)
    shutil.copytree(ROOT / "shared", into / "templates/shared", ignore=NOT_COPIED)
    for hook, module in HEADS.items():
        (into / "hooks" / hook).write_text(headed(hook, module), "utf-8")
    questions = json.dumps(questions_for(template), indent=2, ensure_ascii=False)
    (into / "cookiecutter.json").write_text(questions + "\n", "utf-8")


def headed(hook: str, module: str) -> str:
    """Put a module of ours at the head of a hook: plain cookiecutter has no scaffold to import it from."""
    head, body = ((ROOT / path).read_text("utf-8") for path in (f"scaffold/{module}", f"hooks/{hook}"))
    return f"{{% raw %}}\n{head}{{% endraw %}}\n\n\n{body}"


def files_below(folder: Path) -> set[Path]:
    """List the copied files of a template, relative to it."""
    found = (path for name in COPIES for path in (folder / name, *(folder / name).rglob("*")))
    return {path.relative_to(folder) for path in found if path.is_file() and "__pycache__" not in path.parts}


def stale(template: Path, fresh: Path) -> list[Path]:
    """List the copies that differ from what they are made of."""
    wanted, present = files_below(fresh), files_below(template)
    changed = {path for path in wanted & present if not filecmp.cmp(fresh / path, template / path, shallow=False)}
    return sorted(changed | (wanted ^ present))


def sync(template: Path, *, check: bool) -> list[Path]:
    """Bring one template's copies up to date, or only compare them."""
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch)
        fill(template, fresh)
        found = stale(template, fresh)
        if not check:
            for path in found:
                replace(template / path, fresh / path)
    return found


def replace(copy: Path, fresh: Path) -> None:
    """Write one copy anew, or remove it where its source is gone."""
    if fresh.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(fresh, copy)
        return
    copy.unlink()
    for folder in copy.parents:
        if any(folder.iterdir()):
            return
        folder.rmdir()


def row_of(name: str, record: dict[str, Any]) -> str:
    """Write an option as a row of the table."""
    switch = isinstance(record["default"], bool)
    values = "`true`, `false`" if switch else ", ".join(f"`{value}`" for value in record["choices"])
    frameworks = ", ".join(record.get("frameworks", ["all"]))
    default = str(record["default"]).lower() if switch else record["default"]
    return f"| `{name}` | {values} | `{default}` | {record['title']}. {record['help']} | {frameworks} |"


def options_page() -> str:
    """Write the page that lists every option."""
    rows = [row_of(name, record) for name, record in read_options().items()]
    return OPTIONS_TEXT + "\n".join(rows) + "\n"


def sync_options_page(*, check: bool) -> list[Path]:
    """Bring the page of options up to date, or only compare it."""
    present = OPTIONS_PAGE.read_text("utf-8") if OPTIONS_PAGE.exists() else ""
    if present == options_page():
        return []
    if not check:
        OPTIONS_PAGE.parent.mkdir(exist_ok=True)
        OPTIONS_PAGE.write_text(options_page(), "utf-8")
    return [OPTIONS_PAGE.relative_to(ROOT)]


def main() -> int:
    """Sync every template and say what changed; exit 1 when a check finds a stale copy."""
    check = "--check" in sys.argv[1:]
    changed = [
        (template / path).relative_to(ROOT)
        for template in sorted((ROOT / "templates").iterdir())
        for path in sync(template, check=check)
    ]
    changed += sync_options_page(check=check)
    for path in changed:
        print(f"{'stale' if check else 'synced'}: {path}")
    if check and changed:
        print("Run: uv run python scripts/sync.py")
    return int(check and bool(changed))


if __name__ == "__main__":
    sys.exit(main())
