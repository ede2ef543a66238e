"""Read the query string by a serializer."""

from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import ListField, Serializer


def read_query(serializer_class: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """Read what a caller asks for; what is not known is ignored.

    Raises:
        ValidationError: a value breaks a rule of the serializer.
    """
    sent = request.query_params
    values = {
        name: sent.getlist(name) if isinstance(field, ListField) else sent[name]
        for name, field in serializer_class().fields.items()
        if name in sent
    }
    serializer = serializer_class(data=values)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
