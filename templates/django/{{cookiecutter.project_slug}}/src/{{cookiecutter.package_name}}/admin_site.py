"""Give the admin site the content security policy that its pages need."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.csp import csp_override

POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}


class ServiceAdminSite(AdminSite):
    """Where administrators look after the data."""

    site_title = site_header = "{{ cookiecutter.project_name }}"
    site_url = None

    def admin_view[View: Callable[..., HttpResponseBase]](
        self,
        view: View,
        cacheable: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    ) -> View:
        """Wrap every page of the site."""
        return csp_override(POLICY)(super().admin_view(view, cacheable))

    @method_decorator(csp_override(POLICY))
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show and take the form that is there before anyone is known."""
        return super().login(request, extra_context)
