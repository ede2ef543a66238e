import pytest
from flask import Flask
from sqlalchemy.orm import Session

from {{ cookiecutter.package_name }} import cli
from {{ cookiecutter.package_name }}.settings import get_settings
from {{ cookiecutter.package_name }}.users.models import Role
from {{ cookiecutter.package_name }}.users.queries import count_users, user_by_email

from .factories import PASSWORD


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=arguments)
    return result.exit_code, result.output


def test_admin_is_made(app: Flask, session: Session) -> None:
    assert run(app, "admin", "Boss@example.com", PASSWORD)[0] == 0
    user = session.scalars(user_by_email("boss@example.com")).one()
    assert (user.role, user.email_verified) == (Role.ADMIN, True)


@pytest.mark.parametrize(
    ("email", "password", "named"),
    [
        ("boss@example.com", "short", "password"),
        ("nobody", PASSWORD, "email"),
        ("boss@example.com", "boss@example.com", "password"),
    ],
)
def test_bad_admin_is_refused(
    app: Flask, session: Session, email: str, password: str, named: str
) -> None:
    code, output = run(app, "admin", email, password)
    assert (code, output.startswith(f"Error: {named}: ")) == (1, True)
    assert session.scalar(count_users()) == 0


def test_seeding_twice_makes_once(app: Flask, session: Session) -> None:
    assert run(app, "seed")[0] == 0
    assert run(app, "seed")[0] == 0
    assert session.scalar(count_users()) == 2


def test_production_is_not_seeded(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    production = get_settings().model_copy(update={"app_env": "production"})
    monkeypatch.setattr(cli, "get_settings", lambda: production)
    assert run(app, "seed")[0] == 1
    assert session.scalar(count_users()) == 0


def test_pruning_says_how_many(app: Flask, session: Session) -> None:
    del session
    assert run(app, "prune") == (0, "Deleted 0 expired rows.\n")
