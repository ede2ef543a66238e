"""Say who sends the generated requests."""

import pytest
from pytest_django import Settings

from {{ cookiecutter.package_name }}.tokens import issue_access_token
from {{ cookiecutter.package_name }}.users.models import User

from ..factories import SessionFactory
from .service import HOST


@pytest.fixture
def caller(admin: User, settings: Settings) -> dict[str, str]:
    """Call, as often as he likes, as the only admin: he may do all but delete himself."""
    settings.THROTTLE_PER_MINUTE = settings.THROTTLE_PER_HOUR = 0
    session = SessionFactory.create(user=admin)
    token = issue_access_token(session.user_id, session.pk)
    return HOST | {"Authorization": f"Bearer {token}"}
