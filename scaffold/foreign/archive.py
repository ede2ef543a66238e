"""Unpack a zip file that nobody vouches for."""

import hashlib
import lzma
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from ..errors import TemplateBroken
from .limits import Limits, enforced
from .spelling import folded, is_gits

# what the readers of damaged and odd archives raise
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError),
    *(UnicodeDecodeError, OSError, MemoryError),
)
CHUNK = 1 << 16
ENCRYPTED = 0x1  # APPNOTE.TXT, 4.4.4: the first bit of the general purpose flag


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file, which stands for the version of a template in a zip."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def unpack(file: Path, into: Path, limits: Limits) -> None:
    """Write the files of a zip into an empty folder.

    Raises:
        TemplateBroken: it is no zip, an entry is not allowed, or there is more than the limits allow.

    """
    limits.check_size(file.stat().st_size, "the zip")
    try:
        with enforced(limits), zipfile.ZipFile(file) as opened:
            _check(opened, limits)
            written = 0
            for entry in opened.infolist():
                written = _write(opened, entry, into, limits, written)
    except UNREADABLE as error:
        what = error.strerror if isinstance(error, OSError) and error.strerror else error
        message = f"{str(file)!r} is not a zip that can be unpacked: {what}"
        raise TemplateBroken(message) from error


def _check(opened: zipfile.ZipFile, limits: Limits) -> None:
    entries = opened.infolist()
    limits.check_files(len(entries), "the zip")
    limits.check_size(sum(entry.file_size for entry in entries), "the zip")
    seen: dict[str, str] = {}
    for entry in entries:
        problem = _problem(entry, limits)
        if seen.setdefault(folded(entry.filename), entry.filename) is not entry.filename:
            problem = "is there twice, if case is not minded"
        if problem:
            message = f"the zip's entry {entry.filename!r} {problem}"
            raise TemplateBroken(message)


def _problem(entry: zipfile.ZipInfo, limits: Limits) -> str | None:
    name = entry.orig_filename
    parts = PurePosixPath(name).parts
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if "\\" in name or name.startswith("/") or ".." in parts or ":" in name.partition("/")[0]:
        return "leads out of it"
    if "\0" in name or any(map(is_gits, parts)):
        return "has a name that is not allowed"
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "is neither a file nor a folder"
    if entry.flag_bits & ENCRYPTED:
        return "is encrypted: unpack it first"
    if entry.file_size > limits.ratio * max(entry.compress_size, CHUNK // limits.ratio):
        return f"is packed more than {limits.ratio} to 1: if that is right, add --limit ratio=NUMBER"
    return None


def _write(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Path, limits: Limits, written: int) -> int:
    target = into / entry.filename
    if entry.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return written
    target.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(entry) as packed, target.open("xb") as plain:
        while chunk := packed.read(CHUNK):  # what the directory says of sizes may be a lie
            written += len(chunk)
            limits.check_size(written, "the zip")
            plain.write(chunk)
    return written
