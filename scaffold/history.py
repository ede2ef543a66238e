"""Read the templates of earlier releases from the pack that ships inside the wheel."""

import json
from functools import cache
from pathlib import Path

from . import __version__, catalogue
from .models import Template
from .update.entries import of_tree
from .update.git import Git

FOLDER = catalogue.PACKAGE / "history"


@cache
def releases() -> dict[str, str]:
    """Return each release that the pack holds, with the id of its tree."""
    path = FOLDER / "releases.json"
    found: dict[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return found


def versions() -> list[str]:
    """List the versions whose templates are here."""
    return list({**releases(), __version__: ""})


def unpack(git: Git, version: str, name: str, scratch: Path) -> Template | None:
    """Write one template of a release below a folder, or return None where that release had none of the name."""
    store = store_in(git, scratch / "history.git")
    if not store.has("cat-file", "-e", releases()[version]):
        store.run("index-pack", "--stdin", given=(FOLDER / "history.pack").read_bytes())
    return template_of(store, releases()[version], name, scratch / version)


def store_in(git: Git, folder: Path) -> Git:
    """Return git in a private repository, which is made where it is not there."""
    store = Git(program=git.program, folder=folder, environment={"GIT_DIR": str(folder)})
    if not folder.is_dir():
        folder.mkdir()
        store.run("init", "--quiet", "--bare", "--template=", "--object-format=sha1")
    return store


def template_of(store: Git, tree: str, name: str, into: Path) -> Template | None:
    """Write a template that a tree has below `templates/`."""
    entries = of_tree(store, tree)
    below = {path: entry for path, entry in entries.items() if path.startswith(f"templates/{name}/")}
    if not below:
        return None
    blobs = _contents(store, [entry.blob for entry in below.values()])
    for path, entry in below.items():
        target = into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if entry.mode == "120000":
            target.symlink_to(blobs[entry.blob].decode())
            continue
        target.write_bytes(blobs[entry.blob])
        target.chmod(0o755 if entry.mode == "100755" else 0o644)
    return catalogue.read(into / "templates" / name, name=name, title=name, summary="")


def _contents(store: Git, blobs: list[str]) -> dict[str, bytes]:
    """Read blobs, byte for byte: no attribute of a template may change its own files."""
    out = store.run("cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs).encode()).stdout
    found: dict[str, bytes] = {}
    position = 0
    for blob in blobs:
        end = out.index(b"\n", position)
        size = int(out[position:end].split()[2])
        found[blob] = out[end + 1 : end + 1 + size]
        position = end + size + 2
    return found
