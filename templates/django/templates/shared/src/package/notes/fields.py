"""Define the types of the fields of notes."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from ..fields import CHECKED

TAG_LENGTH = 50


def check_tag(text: str) -> str:
    """Bring a tag to the form in which it is stored."""
    tag = text.strip().lower()
    if not tag:
        code = "too-short"
        raise PydanticCustomError(code, "A tag has at least one character.")
    # As it was sent, and as it is stored: some letters grow when they are lowered
    if max(len(text), len(tag)) > TAG_LENGTH:
        code = "too-long"
        raise PydanticCustomError(
            code, "A tag has at most {limit} characters.", {"limit": TAG_LENGTH}
        )
    return tag


def without_repeats(tags: list[str]) -> list[str]:
    """Keep the first of equal tags."""
    return list(dict.fromkeys(tags))


Title = Annotated[str, StringConstraints(min_length=1, max_length=200), CHECKED]
NoteBody = Annotated[str, StringConstraints(max_length=20_000), CHECKED]
TagName = Annotated[
    str,
    CHECKED,
    AfterValidator(check_tag),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": TAG_LENGTH}),
]
Tags = Annotated[list[TagName], Field(max_length=20), AfterValidator(without_repeats)]
