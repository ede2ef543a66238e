"""Read what a caller sends into typed models, and say in the API's terms what is wrong with it."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import get_origin

from pydantic import BaseModel, ValidationError

from .errors import Invalid, MalformedJson
from .validation import field_errors


def read_json[T: BaseModel](model: type[T], body: bytes) -> T:
    """Read a JSON document.

    Raises:
        MalformedJson: it is none (RFC 8259), or nested too deep.
        Invalid: it breaks the rules of the model.
    """
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        if error.errors()[0]["type"] != "json_invalid":
            raise invalid(error) from error
    return read_slowly(model, body)


def read_slowly[T: BaseModel](model: type[T], body: bytes) -> T:
    """Read what the fast parser refuses: a lone surrogate, say, is an error of its field."""
    try:
        document = json.loads(body.decode())
    except (ValueError, RecursionError) as error:
        raise MalformedJson from error
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise invalid(error) from error


def invalid(error: ValidationError) -> Invalid:
    """Make the error of a request that breaks the rules of its model."""
    errors = error.errors(include_url=False, include_context=False, include_input=False)
    placed = ({**found, "loc": ("body", *found["loc"])} for found in errors)
    return Invalid(errors=field_errors(placed))


@cache
def repeatable(model: type[BaseModel]) -> set[str]:
    """List the fields that may be given several times."""
    fields = model.model_fields.items()
    return {name for name, field in fields if get_origin(field.annotation) is list}


def read_values[T: BaseModel](model: type[T], values: Mapping[str, Sequence[str]]) -> T:
    """Read a query string or a form; of a field that is given twice, the last value counts.

    Raises:
        Invalid: it breaks the rules of the model.
    """
    lists = repeatable(model)
    try:
        return model.model_validate(
            {name: given if name in lists else given[-1] for name, given in values.items()}
        )
    except ValidationError as error:
        raise invalid(error) from error
