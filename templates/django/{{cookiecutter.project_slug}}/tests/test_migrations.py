import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

APP = "authentication"


def applied() -> set[tuple[str, str]]:
    return {key for key in MigrationRecorder(connection).applied_migrations() if key[0] == APP}


def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True)


@pytest.mark.django_db(transaction=True)
def test_migrations_can_be_undone() -> None:
    before = applied()
    call_command("migrate", APP, "zero", verbosity=0)
    assert not applied()
    call_command("migrate", verbosity=0)
    assert applied() == before
