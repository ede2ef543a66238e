"""Paths on which everything goes wrong."""

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework import exceptions
from rest_framework.request import Request

from {{ cookiecutter.package_name }}.problems import handle_error
from {{ cookiecutter.package_name }}.views import ApiView

FAULTS: dict[str, Exception] = {
    "bad": BadRequest("a secret"),
    "big": RequestDataTooBig("a secret"),
    "denied": PermissionDenied("a secret"),
    "gone": exceptions.NotFound("a secret"),
    "clash": IntegrityError("a secret"),
    "down": OperationalError("a secret"),
    "crash": RuntimeError("a secret"),
}


class FaultyView(ApiView):
    authentication_classes = ()
    permission_classes = ()

    def get(self, request: Request, name: str) -> HttpResponse:
        raise FAULTS[name]


def faulty(_request: HttpRequest, name: str) -> HttpResponse:
    raise FAULTS[name]


urlpatterns = [
    path("api/<str:name>", FaultyView.as_view()),
    path("django/<str:name>", faulty),
]

handler400 = handler403 = handler404 = handler500 = handle_error
