"""Make the application: what the server imports."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from . import docs, edge, health, openapi, problems, wiring
from .lifecycle import watch_for_stop
from .logs import configure_logs
from .settings import Settings, get_settings
from .throttle import Limits


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Watch for the end of the process, and close all connections at it."""
    watch_for_stop()
    yield
    for clean_up in (app.state.database.engine.dispose, *wiring.CLEANUPS):
        await clean_up()


def create_app(settings: Settings) -> FastAPI:
    """Put the application together; it connects to nothing until the first request."""
    app = FastAPI(
        title="{{ cookiecutter.project_name }}",
        description="{{ cookiecutter.description }}",
        version="1.0.0",
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json" if settings.docs_enabled else None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=openapi.name_of,
    )
    app.state.database = wiring.open_database(settings)
    app.state.limits = Limits(settings.throttle_per_minute, settings.throttle_per_hour)
    app.state.checks = {"database": app.state.database.check} | wiring.CHECKS
    openapi.install(app)
    problems.install(app)
    edge.install(app, settings)
    app.include_router(health.router)
    for router in wiring.ROUTERS:
        app.include_router(router)
    if settings.docs_enabled:
        docs.install(app)
    return app


configure_logs(get_settings().log_level, get_settings().log_format)
app = create_app(get_settings())
