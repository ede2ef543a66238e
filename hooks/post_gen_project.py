# Remove what the answers switched off, write `.env` with fresh secrets and record the id of the tree.
import json  # noqa: E402 - below the module that sync puts above
import runpy  # noqa: E402 - below the module that sync puts above
import shutil  # noqa: E402 - below the module that sync puts above
import sys  # noqa: E402 - below the module that sync puts above

PACKAGE = "{% raw %}{{ cookiecutter.package_name }}{% endraw %}"
ANSWERS = json.loads(r"""{{ cookiecutter | tojson }}""")


def remove(path: Path) -> None:
    """Remove a file or a folder, and the folders above it that this leaves empty."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    for parent in path.parents[:-1]:
        if not parent.is_dir() or any(parent.iterdir()):
            return
        parent.rmdir()


def unwanted_paths() -> set[str]:
    """Collect the paths that belong to choices that were not taken, and to no choice that was."""
    kept: set[str] = set()
    dropped: set[str] = set()
    for name, option in ANSWERS["_options"].items():
        for value, choice in option["choices"].items():
            (kept if value == str(ANSWERS[name]) else dropped).update(choice["paths"])
    # cookiecutter leaves the records as they are: rendering each of their texts would take longer than the project
    return {path.replace(PACKAGE, ANSWERS["package_name"]) for path in dropped - kept}


def main() -> None:
    """Finish the project in the current folder."""
    for path in sorted(unwanted_paths()):
        remove(Path(path))
    # pip compiles the modules of an installed template, and cookiecutter copies what it finds
    for cache in list(Path().rglob("__pycache__")):
        shutil.rmtree(cache)
    runpy.run_path("scripts/env.py", run_name="__main__")
    with Path(RECORD).open("a", encoding="utf-8", newline="\n") as record:
        record.write(f'\n[render]\ntree = "{tree_id(read_files(Path()))}"\n')


try:
    main()
except OSError as error:
    sys.exit(f"the project could not be finished: {error}")
