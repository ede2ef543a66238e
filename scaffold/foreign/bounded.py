"""Run a program of the system that reads what a stranger sends, within bounds of time, memory and bytes written.

Its output goes through files, so that the kernel holds it to its bound as well.
"""

import contextlib
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MEMORY = 2 << 30  # bytes of address space


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How long a program may take, how large a file it may write, and the descriptors that it inherits."""

    seconds: float
    size: int
    keep: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a program ended and what it wrote."""

    code: int
    out: str
    said: str

    @property
    def is_too_much(self) -> bool:
        """Whether it wanted to write a file larger than allowed."""
        return self.code == -getattr(signal, "SIGXFSZ", 0) != 0


def run(command: Sequence[str], *, folder: Path, environment: Mapping[str, str], bounds: Bounds) -> Done:
    """Run a program in a folder; what it starts is bound too.

    Raises:
        subprocess.TimeoutExpired: it took longer.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        with lowered(bounds.size):
            process = subprocess.Popen(  # noqa: S603 - git, with options of ours and whatever is not ours after --
                command,
                env=environment,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=said,
                pass_fds=bounds.keep,
            )
        with process:
            try:
                process.wait(bounds.seconds)
            except BaseException:
                process.kill()
                raise
        texts = []
        for file in (out, said):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
    return Done(code=process.returncode, out=texts[0], said=texts[1])


@contextlib.contextmanager
def lowered(size: int) -> Iterator[None]:
    """Lower this process's own bounds, which a program that is started meanwhile inherits."""
    if sys.platform == "win32":
        yield
        return
    import resource  # noqa: PLC0415 - not there on Windows

    # only Linux knows how to bound the address space without breaking what maps much and uses little
    wanted = {resource.RLIMIT_FSIZE: size} | ({resource.RLIMIT_AS: MEMORY} if sys.platform == "linux" else {})
    before = {kind: resource.getrlimit(kind) for kind in wanted}
    try:
        for kind, (_, hard) in before.items():
            resource.setrlimit(
                kind, (wanted[kind] if hard == resource.RLIM_INFINITY else min(wanted[kind], hard), hard)
            )
        yield
    finally:
        for kind, (soft, hard) in before.items():
            resource.setrlimit(kind, (soft, hard))
