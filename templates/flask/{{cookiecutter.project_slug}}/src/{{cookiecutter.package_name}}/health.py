"""Tell the load balancer whether the process lives, and whether it can serve."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

import structlog
from flask import Blueprint, Response, current_app, jsonify

from .errors import NotReady
from .lifecycle import is_stopping
from .problems import answer

CHECK_SECONDS = 0.9

type Check = Callable[[], object]

log = structlog.stdlib.get_logger(__name__)
blueprint = Blueprint("health", __name__, url_prefix="/health")
# A check that hangs must hold up neither the answer nor the threads that serve requests.
checkers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="health")
running: dict[Check, Future[object]] = {}


def start(check: Check) -> Future[object]:
    """Start a check, or join the one under way: many probes at once cost one query."""
    under_way = running.get(check)
    if under_way is None or under_way.done():
        under_way = running[check] = checkers.submit(check)
    return under_way


def state_of(check: Future[object]) -> str:
    """Tell how a check ended, or that it has not."""
    if check.done() and check.exception() is None:
        return "ok"
    log.warning("check failed", reason=str(check.exception()) if check.done() else "timeout")
    return "down"


def run_checks() -> dict[str, str]:
    """Check everything this process depends on, at once and within a second."""
    if is_stopping():
        return {"process": "stopping"}
    checks: dict[str, Check] = current_app.extensions["checks"]
    started = {name: start(check) for name, check in checks.items()}
    wait(started.values(), timeout=CHECK_SECONDS)
    return {name: state_of(check) for name, check in started.items()}


@blueprint.after_request
def forbid_storing(response: Response) -> Response:
    """Have every probe see the present state."""
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/live")
def live() -> Response:
    """Say that the process serves."""
    return jsonify(status="ok")


@blueprint.get("/ready")
def ready() -> Response:
    """Say whether a request would be served well, and if not, what is in the way."""
    checks = run_checks()
    if set(checks.values()) == {"ok"}:
        return jsonify(status="ok", checks=checks)
    return answer(NotReady(), checks=checks)
