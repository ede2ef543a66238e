from uuid import UUID

import pytest

from {{ cookiecutter.package_name }}.cursors import Cursor, read_cursor, write_cursor
from {{ cookiecutter.package_name }}.errors import Invalid

CURSOR = Cursor("title", "Größe", UUID(int=7))


def test_cursor_survives_the_journey() -> None:
    assert read_cursor(write_cursor(CURSOR), sort="title") == CURSOR


@pytest.mark.parametrize(
    "text",
    ["", "x", "ü", "e30", "WzEsMl0", "WzEsMiwzXQ", "bnVsbA", "W1tb" * 1000, "//==", "a" * 5],
)
def test_foreign_cursor_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_cursor(text, sort="title")


def test_cursor_fits_one_order() -> None:
    with pytest.raises(Invalid):
        read_cursor(write_cursor(CURSOR), sort="created_at")
