import pytest
from pydantic import BaseModel

from {{ cookiecutter.package_name }}.errors import Invalid, MalformedJson
from {{ cookiecutter.package_name }}.fields import Body, Name, Text
from {{ cookiecutter.package_name }}.inputs import read_json, read_values


class Sample(Body):
    """A body with a field of the name that locations begin with."""

    body: Name | None = None


class Query(BaseModel):
    """A query with a field that may be repeated."""

    one: Text = ""
    many: list[Text] = []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nul",
        b'{"body": "\xff"}',
        b"\xef\xbb\xbf{}",
        b"\xff\xfe{\x00}\x00",
        b"[" * 100_000,
        b'{"body": "\\ud800"',
        b"1" * 5000 + b"x",
    ],
)
def test_malformed_json_is_400(body: bytes) -> None:
    with pytest.raises(MalformedJson):
        read_json(Sample, body)


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        (b"[]", "", "invalid-type"),
        (b'{"body": 1e999}', "body", "invalid-type"),
        (b'{"body": NaN}', "body", "invalid-type"),
        (b'{"body": ""}', "body", "too-short"),
        (b'{"body": "\\u0000"}', "body", "invalid-characters"),
        (b'{"body": "\\ud800"}', "body", "invalid-characters"),
        (b'{"other": 1}', "other", "unknown-field"),
        (b'{"\\udc00": 1}', "", "invalid-characters"),
    ],
)
def test_broken_rule_names_its_field(body: bytes, field: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_json(Sample, body)
    assert [(error["field"], error["code"]) for error in caught.value.errors] == [(field, code)]


def test_lists_take_every_value() -> None:
    query = read_values(Query, {"one": ["a", "b"], "many": ["a", "b"]})
    assert (query.one, query.many) == ("b", ["a", "b"])
