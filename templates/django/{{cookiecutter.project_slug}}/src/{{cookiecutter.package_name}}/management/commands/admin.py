"""Make an administrator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...addresses import fold_address, is_address
from ...errors import Invalid
from ...users.services import make_admin


class Command(BaseCommand):
    """`manage.py admin EMAIL PASSWORD`."""

    help = "Make an administrator, or make one of the account that has the address."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address and the password."""
        parser.add_argument("email")
        parser.add_argument("password")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Make the administrator.

        Raises:
            CommandError: the address or the password will not do.
        """
        email = fold_address(options["email"])
        if not is_address(email):
            msg = f"{options['email']!r} is not a mail address."
            raise CommandError(msg)
        try:
            make_admin(email=email, password=options["password"])
        except Invalid as error:
            raise CommandError(error.errors[0]["message"]) from error
        self.stdout.write(f"{email} is an administrator.")
