"""Fill the database with demo data."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import module_has_submodule

from ...environment import get_settings
from ...users.seeds import PASSWORD, PEOPLE


class Command(BaseCommand):
    """`manage.py seed`."""

    help = "Fill the database with demo data, once; what is there already stays."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Call `sow()` of each app that has a module `seeds`.

        Raises:
            CommandError: this is production, where nobody wants accounts with a known password.
        """
        if get_settings().app_env == "production":
            msg = "There is no demo data in production."
            raise CommandError(msg)
        for app in apps.get_app_configs():
            if app.module is not None and module_has_submodule(app.module, "seeds"):
                import_module(f"{app.name}.seeds").sow()
        self.stdout.write(f"Log in as {' or '.join(PEOPLE)} with the password {PASSWORD!r}.")
