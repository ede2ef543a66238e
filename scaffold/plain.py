"""Show words that are not ours without letting them steer the terminal."""


def plain(text: str) -> str:
    r"""Write what a terminal would obey (escape sequences, bidirectional marks) as `\x1b` and the like."""
    return "".join(mark if mark.isprintable() or mark in "\n\t" else ascii(mark)[1:-1] for mark in text)
