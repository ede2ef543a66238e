"""Fields and serializers that take what they name, and nothing that only looks like it."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from .addresses import LONGEST_ADDRESS, fold_address, is_address


class BodySerializer(serializers.Serializer[Any]):
    """A body that a caller sends: a field that it does not know is refused."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever was sent
        """Check every field.

        Raises:
            ValidationError: a field is wrong, missing or unknown.
        """
        unknown = set(data) - set(self.fields) if isinstance(data, Mapping) else set()
        refused = {
            name: [ErrorDetail("There is no such field.", "unknown_field")]
            for name in sorted(unknown)
        }
        try:
            values: dict[str, Any] = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError({**dict(error.detail), **refused}) from error  # type: ignore[arg-type]  # a dictionary here
        if refused:
            raise ValidationError(refused)
        return values


class TextField(serializers.CharField):
    """Text: no number is taken for one, and no space is cut off."""

    default_error_messages = {"characters": "The text holds characters that cannot be stored."}

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - the options of `CharField`
        """Take the options of `CharField`."""
        super().__init__(trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:  # noqa: ANN401 - whatever was sent
        """Take strings alone."""
        if not isinstance(data, str):
            self.fail("invalid")
        if not is_storable(data):
            self.fail("characters")
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "format": "email", "maxLength": LONGEST_ADDRESS})
class EmailField(TextField):
    """A mail address, in the form in which it is stored."""

    default_error_messages = {"email": "This is not a mail address."}

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - the options of `CharField`
        """Take the options of `CharField`."""
        super().__init__(max_length=LONGEST_ADDRESS, **options)

    def to_internal_value(self, data: Any) -> str:  # noqa: ANN401 - whatever was sent
        """Fold an address, and refuse what is none."""
        address = fold_address(super().to_internal_value(data))
        if not is_address(address):
            self.fail("email")
        return address


class FlagField(serializers.BooleanField):
    """True or false: no word or number is taken for one."""

    def to_internal_value(self, data: Any) -> bool:  # noqa: ANN401 - whatever was sent
        """Take booleans alone."""
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


def is_storable(text: str) -> bool:
    """Tell whether every database can store a text: neither NUL nor lone surrogates are in it."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
