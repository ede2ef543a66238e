"""Make a demo account."""

import secrets

from sqlalchemy.ext.asyncio import AsyncSession

from ..hashing import hash_password
from .models import User
from .queries import user_by_email

EMAIL = "demo@example.com"


async def seed_user(*, db: AsyncSession) -> tuple[User, str]:
    """Make the demo account, or give it a new password.

    Returns:
        The account and its password.
    """
    password = secrets.token_urlsafe()
    user = await db.scalar(user_by_email(EMAIL)) or User(email=EMAIL, name="Demo")
    user.password_hash = await hash_password(password)
    user.email_verified = True
    db.add(user)
    await db.commit()
    return user, password
