"""The fault runner: `python -m contract.faults --project=DIR` breaks a service and prints a table of figures."""

import sys
from pathlib import Path

import pytest

SUITE = Path(__file__).parents[1]
# Everything that measures; the rest of the suite says yes or no.
PARTS = (
    "faults",
    "process/test_environment.py",
    "http/test_observatory.py",
    "http/test_timing.py",
    "http/test_register.py",
    "security/test_throttled_logins.py",
)


def main(options: list[str]) -> int:
    """Run what measures, with the options of the suite, and print the table."""
    parts = [str(SUITE / part) for part in PARTS]
    return pytest.main(["-q", "-p", "no:cacheprovider", "--figures", *parts, *options])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
