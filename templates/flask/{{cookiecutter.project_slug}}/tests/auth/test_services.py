from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from pwdlib.hashers.bcrypt import BcryptHasher
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from {{ cookiecutter.package_name }}.auth import password_services, services
from {{ cookiecutter.package_name }}.auth.expiry import delete_expired_rows
from {{ cookiecutter.package_name }}.auth.models import (
    LoginSession,
    OneTimeToken,
    RefreshToken,
    ThrottleWindow,
)
from {{ cookiecutter.package_name }}.auth.one_time import InvalidToken, new_verify_token
from {{ cookiecutter.package_name }}.auth.password_services import WrongPassword
from {{ cookiecutter.package_name }}.auth.schemas import PasswordChange
from {{ cookiecutter.package_name }}.auth.selectors import find_caller
from {{ cookiecutter.package_name }}.auth.services import WrongCredentials
from {{ cookiecutter.package_name }}.auth.throttling import Throttle, current_throttle
from {{ cookiecutter.package_name }}.errors import Unauthenticated
from {{ cookiecutter.package_name }}.hashing import verify_password
from {{ cookiecutter.package_name }}.orm import utc_now
from {{ cookiecutter.package_name }}.throttle import Action
from {{ cookiecutter.package_name }}.tokens import read_access_token
from {{ cookiecutter.package_name }}.users.models import User

from ..factories import PASSWORD, log_in, make_user

# The other request has a session of its own
ASIDE = {"synchronize_session": False}


@pytest.fixture
def throttle(app: Flask) -> Iterator[Throttle]:
    with app.test_request_context():
        app.preprocess_request()
        yield current_throttle()


def test_old_hash_is_renewed(session: Session, throttle: Throttle) -> None:
    user = make_user(session, password_hash=BcryptHasher(rounds=4).hash(PASSWORD))
    services.login(session=session, throttle=throttle, email=user.email, password=PASSWORD)
    assert user.password_hash.startswith("$argon2id$")


def test_expired_mail_token_is_refused(session: Session, throttle: Throttle, alice: User) -> None:
    token = new_verify_token(session=session, user=alice, name=None)
    session.execute(update(OneTimeToken).values(expires_at=utc_now() - timedelta(seconds=1)))
    with pytest.raises(InvalidToken):
        services.verify_email(session=session, throttle=throttle, token=token)


def test_mail_token_has_one_purpose(session: Session, throttle: Throttle, alice: User) -> None:
    token = new_verify_token(session=session, user=alice, name=None)
    with pytest.raises(InvalidToken):
        password_services.reset_password(
            session=session, throttle=throttle, token=token, password=PASSWORD
        )


def test_expired_login_is_refused(session: Session, alice: User) -> None:
    token = read_access_token(log_in(session, alice).access_token)
    assert find_caller(session=session, token=token) is alice
    session.execute(update(LoginSession).values(expires_at=utc_now() - timedelta(seconds=1)))
    with pytest.raises(Unauthenticated):
        find_caller(session=session, token=token)


def test_caller_costs_one_query(session: Session, alice: User, statements: list[str]) -> None:
    token = read_access_token(log_in(session, alice).access_token)
    statements.clear()
    find_caller(session=session, token=token)
    assert len(statements) == 1


def test_what_expired_is_deleted(session: Session, throttle: Throttle, alice: User) -> None:
    log_in(session, alice)
    new_verify_token(session=session, user=alice, name=None)
    session.execute(update(LoginSession).values(expires_at=utc_now() - timedelta(seconds=1)))
    session.execute(update(OneTimeToken).values(expires_at=utc_now() - timedelta(seconds=1)))
    throttle.count(Action.LOGIN)
    session.execute(update(ThrottleWindow).values(expires_at=0))
    log_in(session, alice)
    delete_expired_rows(session=session)
    models = (LoginSession, RefreshToken, OneTimeToken, ThrottleWindow)
    counts = [session.scalar(select(func.count()).select_from(model)) for model in models]
    assert counts == [1, 1, 0, 0]


@pytest.fixture
def overtaken(session: Session, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have another request change Alice's password while this one compares it."""

    def compare(password: str, stored: str | None) -> tuple[bool, str | None]:
        result = verify_password(password, stored)
        session.execute(update(User).values(password_hash="changed"), execution_options=ASIDE)
        return result

    assert alice.password_hash
    for module in (services, password_services):
        monkeypatch.setattr(module, "verify_password", compare)


@pytest.mark.usefixtures("overtaken")
def test_old_password_opens_no_session(session: Session, throttle: Throttle, alice: User) -> None:
    with pytest.raises(WrongCredentials):
        services.login(session=session, throttle=throttle, email=alice.email, password=PASSWORD)


@pytest.mark.usefixtures("overtaken")
def test_old_password_changes_nothing(session: Session, throttle: Throttle, alice: User) -> None:
    session_id = read_access_token(log_in(session, alice).access_token).session_id
    change = PasswordChange(current_password=PASSWORD, new_password="another long password")
    with pytest.raises(WrongPassword):
        password_services.change_password(
            session=session, throttle=throttle, user=alice, session_id=session_id, change=change
        )
