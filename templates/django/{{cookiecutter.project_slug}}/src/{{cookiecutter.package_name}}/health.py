"""Tell probes whether this process serves, and whether it can."""

from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponseBase
from django.utils.module_loading import import_string
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from .errors import Unavailable
from .lifecycle import is_stopping
from .negotiation import FirstRenderer
from .problems import problem_response
from .views import ApiView

TIMEOUT = 1  # seconds

# What hangs holds one of these threads up, and no request
_probers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="health")


class NotReady(Unavailable):
    """This process cannot serve now."""

    code = "not-ready"
    detail = "This process cannot serve right now."


class ProbeView(ApiView):
    """An endpoint for probes, which say nothing of themselves."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    content_negotiation_class = FirstRenderer
    schema = None


class LiveView(ProbeView):
    """Whether this process answers at all."""

    def get(self, request: Request) -> Response:
        """Answer."""
        return Response({"status": "ok"})


class ReadyView(ProbeView):
    """Whether this process, and what it depends on, can serve."""

    def get(self, request: Request) -> HttpResponseBase:
        """Answer 200, or 503 with the checks that failed."""
        if is_stopping():
            checks = {"process": "stopping"}
        else:
            checks = {name: run(path) for name, path in settings.READINESS_CHECKS.items()}
        if set(checks.values()) == {"ok"}:
            return Response({"status": "ok", "checks": checks}, HTTPStatus.OK)
        return problem_response(request, NotReady(), checks=checks)


def run(path: str) -> str:
    """Run one check, and wait no longer than probes do."""
    try:
        _probers.submit(import_string(path)).result(TIMEOUT)
    except Exception:  # noqa: BLE001 - whatever it is, the check has failed
        return "down"
    return "ok"
