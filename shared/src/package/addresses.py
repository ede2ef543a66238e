"""Compare mail addresses by what they reach, not by how they were typed."""

import re
import unicodedata

LONGEST_ADDRESS = 254  # RFC 5321, section 4.5.3.1.3, without the angle brackets
LONGEST_DOMAIN = 253
# RFC 5322 atoms and RFC 6531 letters; quoted local parts, which nobody has, are left out
LOCAL_PART = re.compile(r"(?!\.)(?!.*\.\.)[\w!#$%&'*+/=?^`{|}~.-]{1,64}(?<!\.)")
LABEL = r"(?!-)[^\W_](?:[\w-]{0,61}[^\W_])?"
DOMAIN = re.compile(rf"{LABEL}(?:\.{LABEL})+")


def fold_address(address: str) -> str:
    """Bring an address to the one form that is stored and compared (Unicode TR 36)."""
    folded = unicodedata.normalize("NFKC", address.strip()).casefold()
    return unicodedata.normalize("NFKC", folded)


def is_address(address: str) -> bool:
    """Tell whether mail can go to a folded address: one local part, a domain of dotted labels."""
    local, _, domain = address.rpartition("@")
    return (
        len(address) <= LONGEST_ADDRESS
        and len(domain.encode()) <= LONGEST_DOMAIN
        and LOCAL_PART.fullmatch(local) is not None
        and DOMAIN.fullmatch(domain) is not None
    )
