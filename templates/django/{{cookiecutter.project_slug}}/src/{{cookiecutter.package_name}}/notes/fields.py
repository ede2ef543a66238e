"""Fields for tags."""

from typing import Any

from django.core.validators import MaxLengthValidator
from rest_framework import serializers

from ..fields import TextField
from .models import TAG_LENGTH

MAX_TAGS = 20


class TagField(TextField):
    """A tag, in the form in which it is stored."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - the options of `CharField`
        """Take the options of `CharField`."""
        super().__init__(max_length=TAG_LENGTH, **options)

    def to_internal_value(self, data: Any) -> str:  # noqa: ANN401 - whatever was sent
        """Trim and lower a tag; its length counts as it was sent, and as it is stored."""
        text = super().to_internal_value(data)
        if len(text) > TAG_LENGTH:
            self.fail("max_length", max_length=TAG_LENGTH)
        return text.strip().lower() or self.fail("blank")


class MaxItemsValidator(MaxLengthValidator):
    """Refuse a list that is too long."""

    code = "max_items"
    message = "There are more than %(limit_value)d."


class TagsField(serializers.ListField):
    """Tags, each once."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - the options of `ListField`
        """Take the options of `ListField`."""
        super().__init__(child=TagField(), validators=[MaxItemsValidator(MAX_TAGS)], **options)

    def run_validation(self, data: Any = serializers.empty) -> list[str]:  # noqa: ANN401 - whatever was sent
        """Count all tags, then keep the first of equal ones."""
        return list(dict.fromkeys(super().run_validation(data)))
