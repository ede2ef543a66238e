"""Say in the service's own terms what pydantic found wrong."""

from collections.abc import Iterable, Mapping
from typing import Any

from .errors import FieldError

CODES = {
    "missing": "required",
    "extra_forbidden": "unknown-field",
    "string_too_short": "too-short",
    "string_too_long": "too-long",
    "too_long": "too-many",
    "string_unicode": "invalid-characters",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
    "int_parsing_size": "out-of-range",
    "enum": "invalid-choice",
    "literal_error": "invalid-choice",
}
WRONG_TYPE = ("_type", "_parsing", "_from_float", "_from_decimal")
PLACES = {"body", "query", "form"}


def code_of(kind: str) -> str:
    """Name a kind of error as the API does; one that it has no word for keeps pydantic's."""
    if kind in CODES:
        return CODES[kind]
    return "invalid-type" if kind.endswith(WRONG_TYPE) else kind.replace("_", "-")


def field_of(location: Iterable[int | str]) -> str:
    """Write where an error is as a dotted path, without saying whether body or query."""
    first, *rest = [*location, ""][:-1] or [""]
    parts = rest if first in PLACES else [first, *rest]
    # A lone surrogate in the name of a field could not be sent back
    return ".".join(map(str, parts)).encode("utf-8", "backslashreplace").decode()


def field_errors(errors: Iterable[Mapping[str, Any]]) -> list[FieldError]:
    """Turn the errors of pydantic into those of the API."""
    return [
        FieldError(
            field=field_of(error["loc"]),
            code=code_of(error["type"]),
            message=error["msg"],
        )
        for error in errors
    ]
