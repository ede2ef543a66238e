"""Define the types of the fields that callers send."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from .addresses import LONGEST_ADDRESS, fold_address, is_address
from .passwords import LONGEST, SHORTEST


class Body(BaseModel):
    """A body that a caller sends: a field that it does not know is refused."""

    model_config = ConfigDict(extra="forbid")


class View(BaseModel):
    """What a caller is shown of a stored object."""

    model_config = ConfigDict(from_attributes=True)


def check_characters(text: str) -> str:
    """Refuse what no database stores and no file shows: NUL and lone surrogates."""
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        code = "invalid-characters"
        raise PydanticCustomError(code, "The text holds characters that cannot be stored.")
    return text


def check_email(text: str) -> str:
    """Fold an address, and refuse what is none."""
    address = fold_address(text)
    if not is_address(address):
        code = "invalid-email"
        raise PydanticCustomError(code, "This is not a mail address.")
    return address


def absent() -> Any:  # noqa: ANN401 - stands for any type
    """Make the default of a field that may be absent but not null; `exclude_unset` drops it."""
    return Field(default_factory=lambda: None)


CHECKED = AfterValidator(check_characters)
Text = Annotated[str, CHECKED]
Email = Annotated[
    str,
    CHECKED,
    AfterValidator(check_email),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": LONGEST_ADDRESS}),
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100), CHECKED]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST), CHECKED]
NewPassword = Annotated[
    str,
    StringConstraints(min_length=SHORTEST, max_length=LONGEST),
    CHECKED,
    Field(description="Neither the address of the account nor one of the commonest passwords."),
]
Token = Annotated[str, StringConstraints(min_length=1, max_length=1000), CHECKED]
