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


def seed_users(session: Session) -> str:
    """Make the demo users that there are not yet, and say how to log in."""
    password_hash = hash_password(PASSWORD)
    for email, name, role in USERS:
        if session.scalar(user_by_email(email)) is None:
            user = User(email=email, name=name, role=role, password_hash=password_hash)
            user.email_verified = True
            session.add(user)
    session.commit()
    return f"{' and '.join(email for email, _, _ in USERS)} log in with {PASSWORD}"
