"""Say which parts this service is made of."""

from collections.abc import Awaitable, Callable

from .auth.api import router as auth_router
{% if cookiecutter.worker %}
from .auth.throttle_redis import disconnect
{% endif %}
from .database_{{ cookiecutter.database }} import open_database
{% if cookiecutter.example %}
from .notes.api import router as notes_router
from .notes.seeds import seed_notes
{% endif %}
from .users.api import router as users_router
{% if cookiecutter.worker %}
from .worker import check_broker
{% endif %}

__all__ = ["CHECKS", "CLEANUPS", "ROUTERS", "SEEDS", "open_database"]

type Check = Callable[[], Awaitable[None]]
type CleanUp = Callable[[], Awaitable[None]]
type Seed = Callable[..., Awaitable[None]]

ROUTERS = [auth_router, users_router]
SEEDS: list[Seed] = []
CHECKS: dict[str, Check] = {}
CLEANUPS: list[CleanUp] = []
{% if cookiecutter.example %}
ROUTERS.append(notes_router)
SEEDS.append(seed_notes)
{% endif %}
{% if cookiecutter.worker %}
CHECKS["broker"] = check_broker
CLEANUPS.append(disconnect)
{% endif %}
