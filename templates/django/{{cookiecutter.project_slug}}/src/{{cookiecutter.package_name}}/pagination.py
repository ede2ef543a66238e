"""Cut lists into pages by key, so that page 1,000 costs what page 1 costs."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, Model, Q, QuerySet
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from .cursors import DEFAULT_LIMIT, MAX_LIMIT, Cursor, bad_cursor, read_cursor, write_cursor
from .fields import TextField, is_storable
from .queries import read_query

CURSOR_HELP = "Where the page begins: `next` of the page before."


class PageQuery(serializers.Serializer[Any]):
    """What the caller of any list may ask for."""

    limit = serializers.IntegerField(
        min_value=1, max_value=MAX_LIMIT, default=DEFAULT_LIMIT, help_text="The length of the page."
    )
    cursor = TextField(required=False, allow_blank=True, help_text=CURSOR_HELP)


class KeysetPagination(BasePagination):
    """A page, and the cursor of the one behind it.

    Attributes:
        query_class: what the caller may ask for; with a field `sort` where there is a choice.
        sort: the order where the caller has no choice: a column, with a dash from the largest.
    """

    query_class: type[serializers.Serializer[Any]] = PageQuery
    sort = "-created_at"

    def paginate_queryset(  # type: ignore[override]  # only of queries
        self,
        queryset: QuerySet[Any],
        request: Request,
        view: Any = None,  # noqa: ANN401 - the framework's signature
    ) -> list[Any]:
        """Fetch the rows of one page, and one more that tells whether another follows.

        Raises:
            ValidationError: the query asks for what there is not.
            Invalid: the cursor is none of this list.
        """
        query = read_query(self.query_class, request)
        self.sort = query.get("sort", self.sort)
        self.column = self.sort.removeprefix("-")
        if "cursor" in query:
            queryset = queryset.filter(self.behind(queryset, query["cursor"]))
        id_order = "-id" if self.sort.startswith("-") else "id"
        rows = list(queryset.order_by(self.sort, id_order)[: query["limit"] + 1])
        self.next = self.cursor_of(rows[-2]) if len(rows) > query["limit"] else None
        return rows[: query["limit"]]

    def behind(self, queryset: QuerySet[Any], text: str) -> Q:
        """Compare a row with the place of a cursor, in a way that an index can answer."""
        cursor = read_cursor(text, sort=self.sort)
        value = read_value(queryset, self.column, cursor.value)
        than = "lt" if self.sort.startswith("-") else "gt"
        beyond = Q(**{f"{self.column}__{than}": value}) | Q(**{f"id__{than}": cursor.id})
        return Q(**{f"{self.column}__{than}e": value}) & beyond

    def cursor_of(self, row: Model) -> str:
        """Write the cursor of the page that begins behind a row."""
        value = getattr(row, self.column)
        text = value.isoformat() if isinstance(value, datetime) else value
        return write_cursor(Cursor(self.sort, text, row.pk))

    def get_paginated_response(self, data: Sequence[Any]) -> Response:
        """Answer with the page."""
        return Response({"items": data, "next": self.next})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe the page."""
        following = {"type": ["string", "null"], "description": "The cursor of the next page."}
        return {
            "type": "object",
            "required": ["items", "next"],
            "properties": {"items": schema, "next": following},
        }


def read_value(queryset: QuerySet[Any], column: str, text: str) -> str | datetime:
    """Read a cursor's value as the column's type."""
    if not isinstance(queryset.model._meta.get_field(column), DateTimeField):  # noqa: SLF001 - public by Django's documentation
        if not is_storable(text):
            raise bad_cursor()
        return text
    try:
        time = datetime.fromisoformat(text)
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise bad_cursor() from error
