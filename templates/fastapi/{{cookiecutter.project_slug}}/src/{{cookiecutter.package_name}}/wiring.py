"""Say which parts this service is made of."""

from collections.abc import Awaitable, Callable

from sqlalchemy import make_url

from .auth.api import router as auth_router
from .db import Database
{% if cookiecutter.example %}
from .notes.api import router as notes_router
from .notes.seeds import seed_notes
{% endif %}
{% if cookiecutter.database == "postgresql" %}
from .postgresql import open_postgresql
{% endif %}
from .settings import Settings
from .sqlite_database import open_sqlite
from .users.api import router as users_router

type Seed = Callable[..., Awaitable[None]]

ROUTERS = (
    auth_router,
    users_router,
{% if cookiecutter.example %}
    notes_router,
{% endif %}
)
SEEDS: tuple[Seed, ...] = (
{% if cookiecutter.example %}
    seed_notes,
{% endif %}
)
DATABASES = {
    "sqlite": open_sqlite,
{% if cookiecutter.database == "postgresql" %}
    "postgresql": open_postgresql,
{% endif %}
}


def open_database(settings: Settings) -> Database:
    """Open the database that `DATABASE_URL` names; nothing connects yet."""
    return DATABASES[make_url(settings.database_url).drivername](settings)
