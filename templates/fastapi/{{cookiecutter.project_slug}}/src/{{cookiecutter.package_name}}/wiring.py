"""Say which parts this service is made of."""

from collections.abc import Awaitable, Callable

from .auth.api import router as auth_router
{% if cookiecutter.example %}
from .notes.api import router as notes_router
from .notes.seeds import seed_notes
{% endif %}
from .{{ cookiecutter.database }}_database import open_database
from .users.api import router as users_router
{% if cookiecutter.worker %}
from .worker import check_broker
{% endif %}

__all__ = ["CHECKS", "ROUTERS", "SEEDS", "open_database"]

type Check = Callable[[], Awaitable[None]]
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
CHECKS: dict[str, Check] = {
{% if cookiecutter.worker %}
    "broker": check_broker,
{% endif %}
}
