"""Serve the OpenAPI document and the pages that show it."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from .docs_pages import docs_policy, read_asset, redoc_page, swagger_page
from .errors import NotFound
from .negotiation import FirstRenderer
from .views import ApiView

A_DAY = "public, max-age=86400"


class OpenApiView(SpectacularAPIView):
    """The OpenAPI document."""

    authentication_classes = ()
    content_negotiation_class = FirstRenderer
    http_method_names = ApiView.http_method_names
    renderer_classes = [OpenApiJsonRenderer2]
    schema = None


class DocsView(ApiView):
    """What everybody may see."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    content_negotiation_class = FirstRenderer
    schema = None


class SwaggerView(DocsView):
    """The API, to try out in Swagger UI."""

    def get(self, request: Request) -> HttpResponseBase:
        """Answer with the page."""
        return page(swagger_page(title()))


class RedocView(DocsView):
    """The API, to read in ReDoc."""

    def get(self, request: Request) -> HttpResponseBase:
        """Answer with the page."""
        return page(redoc_page(title()))


class AssetView(DocsView):
    """What the pages load."""

    def get(self, request: Request, name: str) -> HttpResponseBase:
        """Answer with a file.

        Raises:
            NotFound: the pages load no such file.
        """
        asset = read_asset(name)
        if asset is None:
            raise NotFound
        content, kind = asset
        return HttpResponse(content, content_type=kind, headers={"Cache-Control": A_DAY})


def title() -> str:
    """Name the service."""
    return str(settings.SPECTACULAR_SETTINGS["TITLE"])


def page(text: str) -> HttpResponse:
    """Answer with a page, under the policy that it needs."""
    return HttpResponse(text, headers={"Content-Security-Policy": docs_policy()})
