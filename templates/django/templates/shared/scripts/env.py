"""Write `.env` from `.env.example`, with fresh secrets, unless it is there already.

`make setup` runs this with whatever Python is at hand, so it uses the standard library alone.
"""

import os
import re
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EMPTY_SECRET = re.compile(r"^(\w+_(?:KEY|PASSWORD))=$", re.MULTILINE)
OWNER_ONLY = 0o600


def main() -> None:
    """Fill each empty secret of the example, and let only the owner read the result."""
    try:
        descriptor = os.open(ROOT / ".env", os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        return
    example = (ROOT / ".env.example").read_text("utf-8")
    filled = EMPTY_SECRET.sub(lambda line: f"{line[1]}={secrets.token_urlsafe(48)}", example)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(filled)


if __name__ == "__main__":
    main()
