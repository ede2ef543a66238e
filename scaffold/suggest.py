"""Say what is unknown, what comes nearest to it and what there is."""

from collections.abc import Sequence
from difflib import get_close_matches


def unknown(what: str, given: str, known: Sequence[str]) -> str:
    """Write the sentence that refuses a name or a value nobody knows."""
    nearest = get_close_matches(given.lower(), known, n=1, cutoff=0.5)
    hint = f"; did you mean {nearest[0]!r}?" if nearest else ";"
    return f"unknown {what} {given!r}{hint} choose from {', '.join(known)}"
