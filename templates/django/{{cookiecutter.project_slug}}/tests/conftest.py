import secrets
from collections.abc import Iterator

import pytest

from {{ cookiecutter.package_name }}.auth.models import Session
from {{ cookiecutter.package_name }}.environment import get_settings
from {{ cookiecutter.package_name }}.hashers import Argon2PasswordHasher
from {{ cookiecutter.package_name }}.users.models import User

from .client import Client, with_session
from .factories import AdminFactory, SessionFactory, UserFactory

PRODUCTION = {
    "APP_ENV": "production",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "DATABASE_URL": "{{ cookiecutter.database }}://localhost/app",
    "ALLOWED_HOSTS": "api.example.com",
    "PUBLIC_URL": "https://api.example.com",
    "MAIL_URL": "smtp://localhost",
{% if cookiecutter.worker %}
    "REDIS_URL": "redis://localhost",
{% endif %}
}


@pytest.fixture(autouse=True, scope="session")
def _cheap_hashes() -> None:
    """Hash as in production, but without the cost."""
    Argon2PasswordHasher.time_cost = 1
    Argon2PasswordHasher.memory_cost = 8
    Argon2PasswordHasher.parallelism = 1


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Undo after each test what it wrote."""


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stand in the environment of production."""
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
def anyone() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def user() -> User:
    return UserFactory.create()


@pytest.fixture
def admin() -> User:
    return AdminFactory.create()


@pytest.fixture
def session(user: User) -> Session:
    return SessionFactory.create(user=user)


@pytest.fixture
def as_user(session: Session) -> Client:
    return with_session(session)


@pytest.fixture
def as_admin(admin: User) -> Client:
    return with_session(SessionFactory.create(user=admin))
