"""Tell the load balancer whether the process lives, and whether it can serve."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from .errors import NotReady
from .lifecycle import is_stopping
from .problems import answer

CHECK_SECONDS = 0.9

log = structlog.stdlib.get_logger(__name__)
router = APIRouter(prefix="/health", include_in_schema=False)


async def state_of(check: Awaitable[Any]) -> str:
    """Run a check, within a second, and tell how it ended."""
    try:
        await asyncio.wait_for(check, CHECK_SECONDS)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, it is down
        log.warning("check failed", reason=repr(error))
        return "down"
    return "ok"


async def run_checks(request: Request) -> dict[str, str]:
    """Check everything this process depends on, at once."""
    if is_stopping():
        return {"process": "stopping"}
    checks = request.app.state.checks
    states = await asyncio.gather(*(state_of(check()) for check in checks.values()))
    return dict(zip(checks, states, strict=True))


@router.get("/live")
async def live() -> Response:
    """Say that the process serves."""
    return JSONResponse({"status": "ok"})


@router.get("/ready")
async def ready(request: Request) -> Response:
    """Say whether a request would be served well, and if not, what is in the way."""
    checks = await run_checks(request)
    if set(checks.values()) == {"ok"}:
        return JSONResponse({"status": "ok", "checks": checks})
    return answer(request.scope, NotReady(), checks=checks)
