"""Say which view answers which path."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from .docs import AssetView, OpenApiView, RedocView, SwaggerView
from .environment import get_settings
from .health import LiveView, ReadyView
from .problems import handle_error

docs: list[URLPattern] = [
    path("openapi.json", OpenApiView.as_view()),
    path("docs", SwaggerView.as_view()),
    path("docs/<str:name>", AssetView.as_view()),
    path("redoc", RedocView.as_view()),
]

api: list[URLPattern | URLResolver] = [
    path("auth/", include("{{ cookiecutter.package_name }}.auth.urls")),
    path("users", include("{{ cookiecutter.package_name }}.users.urls")),
{% if cookiecutter.example %}
    path("", include("{{ cookiecutter.package_name }}.notes.urls")),
{% endif %}
    *(docs if get_settings().docs_enabled else []),
]

urlpatterns = [
    path("health/live", LiveView.as_view()),
    path("health/ready", ReadyView.as_view()),
    path("api/v1/", include(api)),
    path("admin/", admin.site.urls),
]

handler400 = handler403 = handler404 = handler500 = handle_error
