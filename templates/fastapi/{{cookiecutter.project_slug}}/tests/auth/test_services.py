from datetime import timedelta

import pytest
from pwdlib.hashers.bcrypt import BcryptHasher
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from {{ cookiecutter.package_name }}.auth import password_services, services
from {{ cookiecutter.package_name }}.auth.models import LoginSession, OneTimeToken, Purpose
from {{ cookiecutter.package_name }}.auth.one_time import InvalidToken, new_one_time_token
from {{ cookiecutter.package_name }}.auth.selectors import find_caller
from {{ cookiecutter.package_name }}.errors import Unauthenticated
from {{ cookiecutter.package_name }}.orm import utc_now
from {{ cookiecutter.package_name }}.tokens import read_access_token
from {{ cookiecutter.package_name }}.users.models import User

from ..factories import PASSWORD, log_in, make_user


async def test_old_hash_is_renewed(db: AsyncSession) -> None:
    user = await make_user(db, password_hash=BcryptHasher(rounds=4).hash(PASSWORD))
    await services.login(db=db, email=user.email, password=PASSWORD)
    assert user.password_hash.startswith("$argon2id$")


async def test_expired_mail_token_is_refused(db: AsyncSession, alice: User) -> None:
    token = await new_one_time_token(db=db, user=alice, purpose=Purpose.VERIFY)
    await db.execute(update(OneTimeToken).values(expires_at=utc_now() - timedelta(seconds=1)))
    with pytest.raises(InvalidToken):
        await services.verify_email(db=db, token=token)


async def test_mail_token_has_one_purpose(db: AsyncSession, alice: User) -> None:
    token = await new_one_time_token(db=db, user=alice, purpose=Purpose.VERIFY)
    with pytest.raises(InvalidToken):
        await password_services.reset_password(db=db, token=token, password=PASSWORD)


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
