import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from threading import Event
from uuid import uuid4

import pytest
from pwdlib.hashers.bcrypt import BcryptHasher
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from {{ cookiecutter.package_name }} import passwords
from {{ cookiecutter.package_name }}.auth import password_services, services
from {{ cookiecutter.package_name }}.auth.expiry import delete_expired_rows
from {{ cookiecutter.package_name }}.auth.models import (
    LoginSession,
    OneTimeToken,
    RefreshToken,
    ThrottleWindow,
)
from {{ cookiecutter.package_name }}.auth.one_time import InvalidToken, new_verify_token
from {{ cookiecutter.package_name }}.auth.schemas import PasswordChange
from {{ cookiecutter.package_name }}.auth.selectors import find_caller
from {{ cookiecutter.package_name }}.auth.throttle_database import DatabaseStore
from {{ cookiecutter.package_name }}.auth.throttling import Throttle
from {{ cookiecutter.package_name }}.errors import Unauthenticated
from {{ cookiecutter.package_name }}.orm import utc_now
from {{ cookiecutter.package_name }}.throttle import Action, Limits
from {{ cookiecutter.package_name }}.tokens import read_access_token
from {{ cookiecutter.package_name }}.users.models import User

from ..factories import PASSWORD, log_in, make_user


@pytest.fixture
def attempts(db: AsyncSession) -> Throttle:
    return Throttle("192.0.2.1", Limits(5, 50), DatabaseStore(db))


async def test_old_hash_is_renewed(db: AsyncSession, attempts: Throttle) -> None:
    user = await make_user(db, password_hash=BcryptHasher(rounds=4).hash(PASSWORD))
    await services.login(db=db, attempts=attempts, email=user.email, password=PASSWORD)
    assert user.password_hash.startswith("$argon2id$")


type Replace = Callable[[User], Coroutine[object, None, None]]


@pytest.fixture
def replace_while_hashing(db: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> Replace:
    """Set another password between the begin and the end of a check of the present one."""
    begun, replaced = Event(), Event()
    verify = passwords.verify_password

    def verify_late(password: str, stored: str | None) -> tuple[bool, str | None]:
        begun.set()
        assert replaced.wait(5)
        return verify(password, stored)

    async def replace(user: User) -> None:
        assert await asyncio.to_thread(begun.wait, 5)
        await db.execute(update(User).where(User.id == user.id).values(password_hash="another"))
        await db.commit()
        replaced.set()

    monkeypatch.setattr(passwords, "verify_password", verify_late)
    return replace


async def test_replaced_password_logs_nobody_in(
    db: AsyncSession, attempts: Throttle, alice: User, replace_while_hashing: Replace
) -> None:
    replacing = asyncio.create_task(replace_while_hashing(alice))
    with pytest.raises(services.WrongCredentials):
        await services.login(db=db, attempts=attempts, email=alice.email, password=PASSWORD)
    await replacing


async def test_replaced_password_changes_nothing(
    db: AsyncSession, attempts: Throttle, alice: User, replace_while_hashing: Replace
) -> None:
    replacing = asyncio.create_task(replace_while_hashing(alice))
    change = PasswordChange(current_password=PASSWORD, new_password="another long password")
    with pytest.raises(password_services.WrongPassword):
        await password_services.change_password(
            db=db, attempts=attempts, user=alice, session_id=uuid4(), change=change
        )
    await replacing


async def test_expired_mail_token_is_refused(
    db: AsyncSession, attempts: Throttle, alice: User
) -> None:
    token = new_verify_token(db=db, user=alice, name=None)
    await db.execute(update(OneTimeToken).values(expires_at=utc_now() - timedelta(seconds=1)))
    with pytest.raises(InvalidToken):
        await services.verify_email(db=db, attempts=attempts, token=token)


async def test_mail_token_has_one_purpose(
    db: AsyncSession, attempts: Throttle, alice: User
) -> None:
    token = new_verify_token(db=db, user=alice, name=None)
    with pytest.raises(InvalidToken):
        await password_services.reset_password(
            db=db, attempts=attempts, token=token, password=PASSWORD
        )


async def test_expired_login_is_refused(db: AsyncSession, alice: User) -> None:
    token = read_access_token((await log_in(db, alice)).access_token)
    assert await find_caller(db=db, token=token) is alice
    await db.execute(update(LoginSession).values(expires_at=utc_now() - timedelta(seconds=1)))
    with pytest.raises(Unauthenticated):
        await find_caller(db=db, token=token)


async def test_caller_costs_one_query(db: AsyncSession, alice: User, statements: list[str]) -> None:
    token = read_access_token((await log_in(db, alice)).access_token)
    statements.clear()
    await find_caller(db=db, token=token)
    assert len(statements) == 1


async def test_what_expired_is_deleted(db: AsyncSession, attempts: Throttle, alice: User) -> None:
    await log_in(db, alice)
    new_verify_token(db=db, user=alice, name=None)
    await db.execute(update(LoginSession).values(expires_at=utc_now() - timedelta(seconds=1)))
    await db.execute(update(OneTimeToken).values(expires_at=utc_now() - timedelta(seconds=1)))
    await attempts.count(Action.LOGIN)
    await db.execute(update(ThrottleWindow).values(expires_at=0))
    await log_in(db, alice)
    await delete_expired_rows(db=db)
    models = (LoginSession, RefreshToken, OneTimeToken, ThrottleWindow)
    counts = [await db.scalar(select(func.count()).select_from(model)) for model in models]
    assert counts == [1, 1, 0, 0]
