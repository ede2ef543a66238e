import pytest
from pydantic import TypeAdapter, ValidationError

from {{ cookiecutter.package_name }}.notes.fields import Tags

TAGS: TypeAdapter[list[str]] = TypeAdapter(Tags)


def test_tags_are_folded() -> None:
    assert TAGS.validate_python([" B", "a", "b "]) == ["b", "a"]


@pytest.mark.parametrize("tag", ["", " ", "x" * 51, " " * 50 + "x", "İ" * 26, "a\0", 1])
def test_bad_tag_is_refused(tag: object) -> None:
    with pytest.raises(ValidationError):
        TAGS.validate_python([tag])
