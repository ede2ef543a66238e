{% raw %}
"""Name a rendered project by the id that git gives its tree, without git.

This module stands alone (standard library only): the sync command also puts it at the head of every template's
post-generation hook, so that plain cookiecutter records the same id.
"""

import hashlib
import os
import stat
from pathlib import Path
from typing import TypeAlias

# path: (mode as git writes it, content; of a symbolic link its target)
Files: TypeAlias = dict[str, tuple[str, bytes]]

RECORD, LOCK = ".scaffold.toml", "uv.lock"
# The record holds the id, uv completes its lock file, and secrets are this machine's alone
LEFT_OUT = {RECORD, LOCK, ".env"}


def read_files(folder: Path) -> Files:
    """Read what the id is made of."""
    found: Files = {}
    for above, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != ".git"]  # some hooks make a repository
        links = [name for name in folders if Path(above, name).is_symlink()]
        for path in (Path(above, name) for name in names + links):
            inside = path.relative_to(folder).as_posix()
            if inside not in LEFT_OUT:
                found[inside] = read_file(path)
    return found


def read_file(path: Path) -> tuple[str, bytes]:
    """Read one file's mode and content."""
    if path.is_symlink():
        return "120000", os.fsencode(path.readlink())
    return "100755" if path.stat().st_mode & stat.S_IXUSR else "100644", path.read_bytes()


def tree_id(files: Files) -> str:
    """Compute the id of the tree that holds these files (git's object format, SHA-1)."""
    return _tree(files).hex()


def _tree(files: Files) -> bytes:
    folders: dict[str, Files] = {}
    entries: list[tuple[str, str, bytes]] = []
    for path, (mode, content) in files.items():
        name, slash, rest = path.partition("/")
        if slash:
            folders.setdefault(name, {})[rest] = (mode, content)
        else:
            entries.append((name, mode, _object("blob", content)))
    entries += [(f"{name}/", "40000", _tree(inside)) for name, inside in folders.items()]
    # git sorts folders as if their names ended with a slash
    lines = [f"{mode} {name.rstrip('/')}\0".encode() + digest for name, mode, digest in sorted(entries, key=_order)]
    return _object("tree", b"".join(lines))


def _order(entry: tuple[str, str, bytes]) -> bytes:
    return entry[0].encode()


def _object(kind: str, content: bytes) -> bytes:
    return hashlib.sha1(f"{kind} {len(content)}\0".encode() + content, usedforsecurity=False).digest()
{% endraw %}


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
