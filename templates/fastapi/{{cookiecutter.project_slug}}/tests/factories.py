"""Make what tests need to be there."""

from functools import cache
from itertools import count
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from {{ cookiecutter.package_name }}.auth.services import Tokens, open_session
from {{ cookiecutter.package_name }}.passwords import hash_password
from {{ cookiecutter.package_name }}.users.models import User

PASSWORD = "correct horse battery staple"
NUMBERS = count()


@cache
def password_hash() -> str:
    """Hash the password of every user once; it takes long on purpose."""
    return hash_password(PASSWORD)


async def make_user(db: AsyncSession, **fields: Any) -> User:  # noqa: ANN401 - any field of a user
    """Make a user who can log in."""
    defaults = {
        "email": f"user-{next(NUMBERS)}@example.com",
        "password_hash": password_hash(),
        "email_verified": True,
    }
    user = User(**(defaults | fields))
    db.add(user)
    await db.commit()
    return user


async def log_in(db: AsyncSession, user: User) -> Tokens:
    """Open a login of a user without a password."""
    return await open_session(db=db, user_id=user.id)
