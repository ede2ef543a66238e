"""Keep what Jinja compiled from a built-in template, for the next run: one file a template and version.

The file is named after everything that decides what a template compiles to (this program's, Jinja's and Python's
version) and each entry carries the checksum of its source. `scaffold.cache` sees to it that the file is our own.
"""

import hashlib
import importlib.util
import marshal
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from . import __version__, cache, catalogue
from .models import Template


class Compiled(BytecodeCache):
    """Compiled templates, read at once and written back when something is new."""

    def __init__(self, template: Template) -> None:
        # other versions of a template lie in folders of their own, for one run only
        folder = cache.folder("compiled") if template.path.is_relative_to(catalogue.root()) else None
        self.file = folder / f"{template.name}-{_version()}" if folder else None
        self.codes: dict[str, tuple[str, bytes]] = {}
        self.fresh = False
        self._read()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand Jinja the code of a source that has not changed."""
        checksum, code = self.codes.get(bucket.key, ("", b""))
        if checksum == bucket.checksum:
            bucket.code = marshal.loads(code)  # noqa: S302 - from a file of ours, with its digest checked

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember the code of a source that was compiled."""
        self.codes[bucket.key] = (bucket.checksum, marshal.dumps(bucket.code))
        self.fresh = True

    def save(self) -> None:
        """Write back what is new."""
        if self.file and self.fresh:
            content = marshal.dumps(self.codes)
            cache.write(self.file, hashlib.sha256(content).digest() + content)

    def _read(self) -> None:
        content = cache.read(self.file) if self.file else None
        if content and hashlib.sha256(content[32:]).digest() == content[:32]:
            self.codes = marshal.loads(content[32:])  # noqa: S302 - as above


def _version() -> str:
    parts: tuple[Any, ...] = (__version__, jinja2.__version__, importlib.util.MAGIC_NUMBER, Path(__file__).parent)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
