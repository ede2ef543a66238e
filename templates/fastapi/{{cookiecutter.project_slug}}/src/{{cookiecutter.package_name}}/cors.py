"""Let browsers know whose pages may call this service."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response

ALLOWANCES = {
    "vary",
    "access-control-allow-origin",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-max-age",
}


class Cors(CORSMiddleware):
    """Answer preflights with headers alone, as browsers read nothing else (Fetch, section 4.8)."""

    def preflight_response(self, request_headers: Headers) -> Response:
        """Allow what is asked for, or keep silent about what would be allowed."""
        answered = super().preflight_response(request_headers)
        if answered.status_code != HTTPStatus.OK:
            return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Vary": "Origin"})
        headers = {name: answered.headers[name] for name in answered.headers if name in ALLOWANCES}
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)
