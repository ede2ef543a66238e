"""Guard the admin site as the API is guarded, and give its pages the policy that they need."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.csp import csp_override

from .auth.forms import LoginForm, OwnPasswordForm

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
    login_form = LoginForm
    password_change_form = OwnPasswordForm

    def admin_view[View: Callable[..., HttpResponseBase]](
        self,
        view: View,
        cacheable: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    ) -> View:
        """Wrap every page of the site."""
        return csp_override(POLICY)(super().admin_view(named(view), cacheable))

    @method_decorator(csp_override(POLICY))
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show and take the form that is there before anyone is known."""
        response = super().login(request, extra_context)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if form and form.refusal:
            response.status_code = form.refusal.status
            for name, value in form.refusal.headers.items():
                response.headers[name] = value
        return response


def named[View: Callable[..., HttpResponseBase]](view: View) -> View:
    """Let every line of the log say which administrator it is about."""

    @wraps(view)
    def call(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        user_id = str(request.user.pk)
        structlog.contextvars.bind_contextvars(user_id=user_id, actor_id=user_id)
        return view(request, *args, **kwargs)

    return call  # type: ignore[return-value]  # it has the signature of what it wraps
