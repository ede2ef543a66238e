"""Read where a template comes from: SOURCE[@REF][#SUBFOLDER].

SOURCE is a folder, a zip file, a git URL or `gh:owner/name`, `gl:owner/name`. Nothing of it is ever read as an option
by git, and only the schemes listed here are spoken.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from ..errors import UsageProblem
from .spelling import is_gits

Kind: TypeAlias = Literal["folder", "zip", "git"]

SCHEMES = ("https", "ssh", "file")
SHORTHANDS = {"gh": "https://github.com/{}.git", "gl": "https://gitlab.com/{}.git"}
# git-check-ref-format(1), without what only git's own revision syntax uses
REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/+-]{0,199}")
REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9_][\w.-]*)+")
# git-clone(1): the short form of ssh
SCP = re.compile(r"(?:[A-Za-z0-9][\w.-]*@)?[A-Za-z0-9][\w.-]*:(?!/)[A-Za-z0-9~_][^\s]*")
URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<rest>\S+)")
# RFC 3986, 3.2.1; with https even a name alone is often a token, with ssh it is part of the address
USERINFO = re.compile(r"(?<=https://)[^/@\s]*@|(?<=://)[^/@:\s]*:[^/@\s]*@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a template comes from."""

    given: str
    kind: Kind
    location: str
    ref: str | None = None
    subfolder: str | None = None

    @property
    def name(self) -> str:
        """The source without its reference: what is shown, recorded and trusted; never with a password."""
        shown = without_password(self.location)
        return f"{shown}#{self.subfolder}" if self.subfolder else shown


def without_password(text: str) -> str:
    """Take names and passwords out of the addresses in a text."""
    return USERINFO.sub("", text)


def looks_like_source(text: str) -> bool:
    """Tell a source from the name of a built-in template."""
    return bool(re.search(r"[/\\:@#~]|^\.", text)) or text.endswith(".zip") or Path(text).is_dir()


def parse(text: str) -> Source:
    """Take a source apart.

    Raises:
        UsageProblem: it is none, or a part of it is not allowed.

    """
    if not text.partition("#")[0].strip():
        message = f"--template {text!r} names nothing: write SOURCE[@REF][#SUBFOLDER]"
        raise UsageProblem(message)
    if any(ord(mark) < ord(" ") for mark in text):
        message = f"--template {text!r} holds a control character"
        raise UsageProblem(message)
    rest, _, subfolder = text.partition("#")
    location, ref = _split_ref(rest)
    if ref is not None and not is_ref(ref):
        message = f"{ref!r} in --template cannot be a tag, branch or commit: write SOURCE@REF"
        raise UsageProblem(message)
    kind, where = _locate(location, text)
    if kind == "folder" and ref is not None:
        kind = "git"
    if kind == "zip" and ref is not None:
        message = f"a zip has no versions: leave out @{ref}"
        raise UsageProblem(message)
    return Source(given=text, kind=kind, location=where, ref=ref, subfolder=_subfolder(subfolder))


def is_ref(text: str) -> bool:
    """Tell whether a text can name a tag, a branch or a commit."""
    return bool(REF.fullmatch(text)) and ".." not in text and not text.endswith((".lock", "/"))


def _split_ref(text: str) -> tuple[str, str | None]:
    """Split at the last @ that is not part of a host's name: the path is never before its host."""
    if Path(text).expanduser().exists():
        return text, None
    if text.endswith("@"):
        return text[:-1], ""
    host = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://[^/]*", text) or re.match(r"[\w.-]+@[\w.-]+:", text)
    start = host.end() if host else 0
    at = text.rfind("@", start)
    return (text, None) if at < 0 else (text[:at], text[at + 1 :])


def _locate(text: str, given: str) -> tuple[Kind, str]:
    short, _, repository = text.partition(":")
    if short in SHORTHANDS:
        if not REPOSITORY.fullmatch(repository.removesuffix(".git")):
            message = f"--template {given!r}: write {short}:OWNER/NAME"
            raise UsageProblem(message)
        return "git", SHORTHANDS[short].format(repository.removesuffix(".git"))
    url = URL.fullmatch(text)
    if url or "::" in text:
        return "git", _url(text, url["scheme"].lower() if url else text.partition("::")[0])
    path = Path(text).expanduser()
    if path.is_dir():
        return "folder", str(path.resolve())
    if path.is_file():
        return "zip", str(path.resolve())
    if SCP.fullmatch(text):
        return "git", text
    message = f"--template {given!r}: {str(path)!r} is not there; name a folder, a zip, a git URL, or gh:OWNER/NAME"
    raise UsageProblem(message)


def _url(text: str, scheme: str) -> str:
    if scheme not in SCHEMES or "::" in text:
        message = f"--template {text!r}: {scheme} is not allowed; use {', '.join(SCHEMES[:-1])} or {SCHEMES[-1]}"
        raise UsageProblem(message)
    host = text.partition("://")[2]
    if host.startswith("-") or "@-" in host.partition("/")[0]:
        message = f"--template {text!r}: a host cannot begin with a dash"
        raise UsageProblem(message)
    if text.endswith(".zip"):
        message = f"--template {text!r}: zips are taken from the disk only; download it first"
        raise UsageProblem(message)
    return text


def _subfolder(text: str) -> str | None:
    if not text:
        return None
    parts = text.replace("\\", "/").strip("/").split("/")
    if text.startswith(("/", "\\")) or ".." in parts or any(map(is_gits, parts)):
        message = f"{text!r} after # must be a folder inside the template"
        raise UsageProblem(message)
    return "/".join(part for part in parts if part not in {"", "."})
