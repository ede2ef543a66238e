"""Name the route of a request, as the log and the metrics do."""

import re

from django.http import HttpRequest

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def route_of(request: HttpRequest) -> str | None:
    """Write the template of a request's route, like `/api/v1/users/{id}`; None without a route."""
    if request.resolver_match is None:
        return None
    route = PARAMETER.sub(r"{\1}", request.resolver_match.route)
    return "/" + route.replace("{pk}", "{id}")
