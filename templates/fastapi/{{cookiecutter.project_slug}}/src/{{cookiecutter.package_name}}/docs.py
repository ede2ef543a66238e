"""Serve the interactive documentation, with every file of it."""

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse, Response

from .docs_pages import read_asset, redoc_page, swagger_page
from .errors import NotFound

DAY = 24 * 60 * 60


def install(app: FastAPI) -> None:
    """Add the pages to an application."""
    router = APIRouter(prefix="/api/v1", include_in_schema=False)
    pages = {"/docs": swagger_page(app.title), "/redoc": redoc_page(app.title)}

    def serve(path: str, page: str) -> None:
        async def show() -> Response:
            return HTMLResponse(page)

        router.add_api_route(path, show)

    for path, page in pages.items():
        serve(path, page)
    router.add_api_route("/docs/{name}", show_asset)
    app.include_router(router)


def show_asset(name: str) -> Response:
    """Serve a script or a style sheet of the pages."""
    asset = read_asset(name)
    if asset is None:
        raise NotFound
    content, kind = asset
    return Response(content, media_type=kind, headers={"Cache-Control": f"max-age={DAY}"})
