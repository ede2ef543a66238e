from datetime import timedelta

import pytest
from pwdlib.hashers.bcrypt import BcryptHasher
from sqlalchemy import update
from sqlalchemy.orm import Session

from {{ cookiecutter.package_name }}.auth import services
from {{ cookiecutter.package_name }}.auth.models import LoginSession, OneTimeToken, Purpose
from {{ cookiecutter.package_name }}.auth.selectors import find_caller
from {{ cookiecutter.package_name }}.auth.services import InvalidToken
from {{ cookiecutter.package_name }}.errors import Unauthenticated
from {{ cookiecutter.package_name }}.orm import utc_now
from {{ cookiecutter.package_name }}.tokens import read_access_token
from {{ cookiecutter.package_name }}.users.models import User

from ..factories import PASSWORD, log_in, make_user


def test_old_hash_is_renewed(session: Session) -> None:
    user = make_user(session, password_hash=BcryptHasher(rounds=4).hash(PASSWORD))
    services.login(session=session, email=user.email, password=PASSWORD)
    assert user.password_hash.startswith("$argon2id$")


def test_expired_mail_token_is_refused(session: Session, alice: User) -> None:
    token = services.new_one_time_token(session=session, user=alice, purpose=Purpose.VERIFY)
    session.execute(update(OneTimeToken).values(expires_at=utc_now() - timedelta(seconds=1)))
    with pytest.raises(InvalidToken):
        services.verify_email(session=session, token=token)


def test_mail_token_has_one_purpose(session: Session, alice: User) -> None:
    token = services.new_one_time_token(session=session, user=alice, purpose=Purpose.VERIFY)
    with pytest.raises(InvalidToken):
        services.reset_password(session=session, token=token, password=PASSWORD)


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
