"""Make the pages of the interactive documentation, from files that this service itself serves."""

import base64
import hashlib
import html
from importlib.util import find_spec
from pathlib import Path

ASSETS = {
    "swagger-ui.css": ("swagger_style.css", "text/css"),
    "swagger-ui.js": ("swagger_bundle.js", "text/javascript"),
    "redoc.js": ("redoc.js", "text/javascript"),
}
SWAGGER_START = (
    'SwaggerUIBundle({url: "openapi.json", dom_id: "#page", deepLinking: true,'
    " presets: [SwaggerUIBundle.presets.apis]});"
)
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{body}
</html>
"""
SWAGGER_BODY = f"""<link rel="stylesheet" href="docs/swagger-ui.css">
<div id="page"></div>
<script src="docs/swagger-ui.js"></script>
<script>{SWAGGER_START}</script>"""
# The module starts itself in this element.
REDOC_BODY = """<redoc spec-url="openapi.json"></redoc>
<script type="module" src="docs/redoc.js"></script>"""


def read_asset(name: str) -> tuple[bytes, str] | None:
    """Read a file that the pages need, with its content type; None where there is no such file."""
    if name not in ASSETS:
        return None
    filename, kind = ASSETS[name]
    spec = find_spec("offapi")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).with_name(filename).read_bytes(), kind


def swagger_page(title: str) -> str:
    """Write the page of Swagger UI."""
    return PAGE.format(title=html.escape(title), body=SWAGGER_BODY)


def redoc_page(title: str) -> str:
    """Write the page of ReDoc."""
    return PAGE.format(title=html.escape(title), body=REDOC_BODY)


def hash_of(script: str) -> str:
    """Write the source by which a policy allows one inline script (CSP Level 3, section 2.3.1)."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def docs_policy() -> str:
    """Write the content security policy of both pages; both libraries write styles as they run."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {hash_of(SWAGGER_START)}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src data:",
            "connect-src 'self'",
            "worker-src blob:",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
