"""Say who sends the generated requests."""

import pytest

from {{ cookiecutter.package_name }}.tokens import issue_access_token
from {{ cookiecutter.package_name }}.users.models import User

from ..factories import SessionFactory
from .service import HOST


@pytest.fixture
def caller(admin: User) -> dict[str, str]:
    """Call as the only admin, who may call everything and cannot delete himself."""
    session = SessionFactory.create(user=admin)
    token = issue_access_token(session.user_id, session.pk)
    return HOST | {"Authorization": f"Bearer {token}"}
