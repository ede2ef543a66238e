"""Serve the OpenAPI document, and pages that show it; their assets come from this service too."""

from flask import Blueprint, Flask, Response, current_app, jsonify

from .docs_pages import docs_policy, read_asset, redoc_page, swagger_page
from .errors import NotFound
from .openapi import describe_app
from .settings import Settings

TITLE = "{{ cookiecutter.project_name }}"
DESCRIPTION = "{{ cookiecutter.description }}"

blueprint = Blueprint("docs", __name__)


def page(html: str) -> Response:
    """Answer with a page that may load its own assets."""
    return Response(html, headers={"Content-Security-Policy": docs_policy()})


@blueprint.get("/openapi.json")
def show_document() -> Response:
    """Answer with the OpenAPI document."""
    if "openapi" not in current_app.extensions:
        document = describe_app(current_app, title=TITLE, description=DESCRIPTION)
        current_app.extensions["openapi"] = document
    return jsonify(current_app.extensions["openapi"])


@blueprint.get("/docs")
def show_swagger() -> Response:
    """Answer with Swagger UI."""
    return page(swagger_page(TITLE))


@blueprint.get("/redoc")
def show_redoc() -> Response:
    """Answer with ReDoc."""
    return page(redoc_page(TITLE))


@blueprint.get("/docs/<name>")
def show_asset(name: str) -> Response:
    """Answer with a script or a style sheet of the pages."""
    asset = read_asset(name)
    if asset is None:
        raise NotFound
    content, kind = asset
    return Response(content, content_type=kind, headers={"Cache-Control": "max-age=86400"})


def install(app: Flask, settings: Settings) -> None:
    """Serve the documentation, unless it is switched off."""
    if settings.docs_enabled:
        app.register_blueprint(blueprint, url_prefix="/api/v1")
