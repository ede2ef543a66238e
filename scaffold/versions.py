"""Compare the versions of templates."""

import re
from functools import total_ordering


@total_ordering
class Version:
    """A version as releases are numbered: 1.2.3, a pre-release such as 1.2.3rc1 before it."""

    def __init__(self, text: str) -> None:
        found = re.fullmatch(r"v?(\d+(?:\.\d+)*)[.-]?(.*)", text)
        numbers, rest = found.groups() if found else ("0", text)
        self._key = tuple(int(number) for number in numbers.split(".")), rest == "", rest

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self._key == other._key

    def __lt__(self, other: "Version") -> bool:
        return self._key < other._key

    def __hash__(self) -> int:
        return hash(self._key)


def newer(one: str, other: str) -> bool:
    """Tell whether one version comes after another."""
    return Version(one) > Version(other)
