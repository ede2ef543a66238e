"""Know the passwords that attackers try first (NIST SP 800-63B, section 3.1.1.2)."""

import string
import unicodedata
from functools import cache
from pathlib import Path

# The 10,000 commonest of what was found in leaks
COMMON_PASSWORDS = Path(__file__).with_name("common_passwords.txt")
AROUND = string.digits + string.punctuation + string.whitespace
SHORTEST_UNIT = 4


def is_common(password: str) -> bool:
    """Tell whether a password is common, or a common one with digits and signs around or repeated.

    A row of digits is, and so is what repeats three characters or fewer.
    """
    folded = unicodedata.normalize("NFKC", password).casefold()
    if folded.isdigit():
        return True
    forms = {folded, folded.strip(AROUND)}
    units = {repeated_unit(form) for form in forms}
    repeats_little = len(repeated_unit(folded)) < SHORTEST_UNIT
    return repeats_little or not common_passwords().isdisjoint(forms | units)


def repeated_unit(text: str) -> str:
    """Return the shortest piece that makes the text when it is repeated; most often, the text."""
    return text[: (text + text).find(text, 1)] if text else ""


@cache
def common_passwords() -> frozenset[str]:
    """Read the list."""
    return frozenset(COMMON_PASSWORDS.read_text("utf-8").splitlines())
