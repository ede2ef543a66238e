"""The recipes of a generated project's documentation: shell commands, to be run as they stand there."""

import re
from pathlib import Path


def commands_under(page: Path, heading: str) -> str:
    """Return the commands of the first shell block below a heading.

    Raises:
        AssertionError: there is no such heading, or no block below it.
    """
    pattern = rf"^#+ {re.escape(heading)}\n(?:(?!#+ ).*\n)*?```sh\n((?:(?!```).*\n)*)"
    found = re.search(pattern, page.read_text("utf-8"), re.MULTILINE)
    assert found, f"{page.name} has no commands under {heading}"
    return found[1]
