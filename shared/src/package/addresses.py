"""Compare mail addresses by what they reach, not by how they were typed."""

import unicodedata


def fold_address(address: str) -> str:
    """Bring an address to the one form that is stored and compared (Unicode TR 36, NFKC casefold)."""
    folded = unicodedata.normalize("NFKC", address.strip()).casefold()
    return unicodedata.normalize("NFKC", folded)
