"""Say what this service is made of: the one place where features are switched in."""

from collections.abc import Callable

from flask import Blueprint, Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from .auth.api import blueprint as auth
from .db import sqlite_engine
from .in_process import install_outbox
{% if cookiecutter.example %}
from .notes.api import blueprint as notes
from .notes.seeds import seed_notes
{% endif %}
{% if cookiecutter.database == "postgresql" %}
from .postgresql import postgresql_engine
{% endif %}
from .settings import Settings
{% if cookiecutter.worker %}
from .tasks import install_tasks
{% endif %}
from .users.api import blueprint as users
from .users.seeds import seed_users

ENGINES: dict[str, Callable[[Settings], Engine]] = {
    "sqlite": sqlite_engine,
{% if cookiecutter.database == "postgresql" %}
    "postgresql": postgresql_engine,
{% endif %}
}
BLUEPRINTS: tuple[Blueprint, ...] = (
    auth,
    users,
{% if cookiecutter.example %}
    notes,
{% endif %}
)
SEEDERS: list[Callable[[Session], str]] = [seed_users{% if cookiecutter.example %}, seed_notes{% endif %}]


def install(app: Flask) -> None:
    """Switch in what is no endpoint."""
    install_outbox(app)
{% if cookiecutter.worker %}
    install_tasks(app)
{% endif %}
