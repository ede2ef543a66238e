"""Say what went wrong in a template, with its file and its line."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError


def sentence(error: BaseException, folder: Path) -> str:
    """Write the place and the reason of an error, the first line of it."""
    where = place(error, folder)
    what = reason(error).strip().partition("\n")[0]
    return f"{where}: {what}" if where else what


def reason(error: BaseException) -> str:
    """Say what an exception says."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply, or includes itself"
    if isinstance(error, MemoryError):
        return "it needs more memory than it may have"
    if isinstance(error, TemplateNotFound):
        return f"{error.name!r} is not found in the template"
    if isinstance(error, TemplateError):
        return error.message or type(error).__name__
    return f"{type(error).__name__}: {error}"


def place(error: BaseException, folder: Path) -> str | None:
    """Find the template's file and line that an exception came from."""
    if isinstance(error, TemplateSyntaxError):
        return f"{inside(error.filename or error.name or 'an expression', folder)}, line {error.lineno}"
    found = None
    for frame in frames(error.__traceback__):
        file = frame.tb_frame.f_code.co_filename
        if file == "<template>" or Path(file).is_relative_to(folder):
            found = f"{'an expression' if file == '<template>' else inside(file, folder)}, line {frame.tb_lineno}"
    return found


def inside(file: str, folder: Path) -> str:
    """Shorten a path to what it is inside the template."""
    return str(Path(file).relative_to(folder)) if Path(file).is_relative_to(folder) else file


def frames(trace: TracebackType | None) -> Iterator[TracebackType]:
    """Walk a traceback."""
    while trace is not None:
        yield trace
        trace = trace.tb_next
