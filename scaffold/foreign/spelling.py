"""Know which names some system takes for one and the same."""

import unicodedata

SPECIAL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # control, bidirectional and the like


def folded(path: str) -> str:
    """Reduce a path to what a system compares that minds neither case nor composition."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())


def is_gits(part: str) -> bool:
    """Tell whether some file system takes a name for `.git` (git-config(1), core.protectNTFS and core.protectHFS)."""
    bare = "".join(mark for mark in folded(part) if unicodedata.category(mark) not in SPECIAL)
    return bare.partition(":")[0].rstrip(". ") == ".git" or bare.startswith("git~")
