"""Make demo users."""

from sqlalchemy.orm import Session

from ..passwords import hash_password
from .models import Role, User
from .queries import user_by_email

PASSWORD = "correct-horse-battery"  # noqa: S105 - demo data, refused in production
USERS = (
    ("admin@example.com", "Ada Admin", Role.ADMIN),
    ("user@example.com", "Uli User", Role.USER),
)


def seed_users(*, session: Session) -> list[User]:
    """Make the demo users that there are not yet, and return them all."""
    password_hash = hash_password(PASSWORD)
    users = []
    for email, name, role in USERS:
        user = session.scalar(user_by_email(email)) or User(
            email=email, name=name, role=role, email_verified=True, password_hash=password_hash
        )
        session.add(user)
        users.append(user)
    session.commit()
    return users
