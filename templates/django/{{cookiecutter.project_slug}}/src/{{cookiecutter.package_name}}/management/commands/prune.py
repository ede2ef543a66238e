"""Delete what has expired."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from ...auth.services import delete_expired


class Command(BaseCommand):
    """`manage.py prune`, to be run daily."""

    help = "Delete sessions, tokens and counts of attempts whose time has passed."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Delete them, and the sessions of the admin site."""
        delete_expired()
        call_command("clearsessions")
