"""How much a template may be and take before it is stopped."""

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from types import FrameType
from typing import NoReturn

from ..errors import TemplateBroken, UsageProblem
from ..suggest import unknown

MEGABYTE = 1_000_000
MEMORY = 1_000 * MEGABYTE
HIGHEST = 1_000_000 * MEGABYTE  # what the system counts with has an end
UNITS = {"": 1, "k": 1_000, "m": MEGABYTE, "g": 1_000 * MEGABYTE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits: files and bytes of a template and of what comes out, unpacked for packed bytes, seconds."""

    files: int = 5_000
    size: int = 50 * MEGABYTE
    ratio: int = 100
    time: int = 30

    def check_files(self, count: int, what: str) -> None:
        """Refuse too many files.

        Raises:
            TemplateBroken: there are more than the limit.

        """
        if count > self.files:
            message = f"{what} has more than {self.files:,} files: if that is right, add --limit files=NUMBER"
            raise TemplateBroken(message)

    def check_size(self, size: int, what: str) -> None:
        """Refuse too many bytes.

        Raises:
            TemplateBroken: there are more than the limit.

        """
        if size > self.size:
            self.refuse_size(what)

    def refuse_size(self, what: str) -> NoReturn:
        """Refuse what is known to be too large.

        Raises:
            TemplateBroken: always.

        """
        message = f"{what} has more than {self.size:,} bytes: if that is right, add --limit size=BYTES"
        raise TemplateBroken(message)


def read(pairs: Sequence[str]) -> Limits:
    """Read the NAME=VALUE pairs of `--limit`.

    Raises:
        UsageProblem: there is no such limit, or the value is not a number.

    """
    known = [field.name for field in fields(Limits)]
    found: dict[str, int] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name not in known:
            raise UsageProblem(unknown("limit", name, known))
        found[name] = _number(pair, value.lower().removesuffix("b"))
    return replace(Limits(), **found)


def _number(pair: str, text: str) -> int:
    digits = text.rstrip("kmg")
    unit = text[len(digits) :]
    is_number = digits.isascii() and digits.isdigit() and unit in UNITS and len(digits) <= len(str(HIGHEST))
    number = int(digits) * UNITS[unit] if is_number else 0
    if not 0 < number <= HIGHEST:
        message = (
            f"--limit {pair[:99]}: the value is a whole number above 0, such as 100 or 50MB, and at most {HIGHEST:,}"
        )
        raise UsageProblem(message)
    return number


@contextmanager
def enforced(limits: Limits) -> Iterator[None]:
    """Stop what takes too long or too much memory; on Windows, which has neither alarm, only the other limits hold.

    Raises:
        TemplateBroken: the time is over.

    """
    if sys.platform == "win32":
        yield
        return

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        del number, frame
        message = f"it takes longer than {limits.time} seconds of computing: if that is right, add --limit time=SECONDS"
        raise TemplateBroken(message)

    before = signal.signal(signal.SIGPROF, stop)
    # of the processor's time, so that a busy machine is not held against a template
    # again every second: an exception that is raised while an object is torn down would be lost
    signal.setitimer(signal.ITIMER_PROF, limits.time, 1)
    try:
        with _memory():
            yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def _memory() -> Iterator[None]:
    """Let this process take so much memory more than it has now, and no more."""
    import resource  # noqa: PLC0415 - not there on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _mapped() + MEMORY
    lower = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (lower, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _mapped() -> int:
    """Read how much address space this process has, in bytes (proc(5), statm)."""
    import resource  # noqa: PLC0415 - not there on Windows

    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - a line of the kernel
        return int(file.read().split()[0]) * resource.getpagesize()
