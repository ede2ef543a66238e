"""Make the people of the demo data."""

from .models import User

PEOPLE = {"ada@example.com": "Ada", "grace@example.com": "Grace"}
PASSWORD = "correct horse battery"  # noqa: S105 - never in production, see the command


def sow() -> None:
    """Make each person who is not there yet."""
    for email, name in PEOPLE.items():
        if not User.objects.filter(email=email).exists():
            User.objects.create_user(email, PASSWORD, name=name, email_verified=True)
