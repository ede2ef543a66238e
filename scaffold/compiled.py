"""Keep what Jinja compiled from a built-in template, for the next run: one file a template and version.

The file is named after everything that decides what a template compiles to (this program's, Jinja's and Python's
version) and each entry carries the checksum of its source. `scaffold.cache` sees to it that the file is our own.
"""

import hashlib
import importlib.util
import marshal
import os
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from . import __version__, cache

CHUNK = 512  # what decides whether a file is binary, beside its name


class Compiled(BytecodeCache):
    """Compiled templates and verdicts on binary files, read at once and written back when something is new."""

    def __init__(self, template: str) -> None:
        folder = cache.folder("compiled")
        self.file = folder / f"{template}-{_version()}" if folder else None
        self.codes: dict[str, tuple[str, bytes]] = {}
        self.binaries: dict[str, bool] = {}
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

    def is_binary(self, path: str) -> bool:
        """Tell what cookiecutter takes for binary, and remember it by what it looks at."""
        with open(path, "rb") as file:  # noqa: PTH123 - once a file: pathlib would double its price
            seen = file.read(CHUNK) + os.path.splitext(path)[1].encode()  # noqa: PTH122
        key = hashlib.sha256(seen).hexdigest()
        if key not in self.binaries:
            from binaryornot.check import is_binary  # noqa: PLC0415 - not needed where everything is known

            self.binaries[key] = is_binary(path)
            self.fresh = True
        return self.binaries[key]

    def save(self) -> None:
        """Write back what is new."""
        if self.file and self.fresh:
            content = marshal.dumps((self.codes, self.binaries))
            cache.write(self.file, hashlib.sha256(content).digest() + content)

    def _read(self) -> None:
        content = cache.read(self.file) if self.file else None
        if content and hashlib.sha256(content[32:]).digest() == content[:32]:
            self.codes, self.binaries = marshal.loads(content[32:])  # noqa: S302 - as above


def _version() -> str:
    parts: tuple[Any, ...] = (__version__, jinja2.__version__, importlib.util.MAGIC_NUMBER, Path(__file__).parent)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
