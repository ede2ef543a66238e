"""Do from the command line what nobody may do from outside."""

import click
from flask import Flask
from flask.cli import with_appcontext
from pydantic import ValidationError

from .auth.expiry import delete_expired_rows
from .auth.schemas import Registration
from .db import get_session
from .errors import Invalid
from .hashing import hash_password
from .inputs import invalid
from .passwords import refuse_weak_password
from .settings import get_settings
from .users.services import make_admin
from .wiring import SEEDERS


def check_account(email: str, password: str) -> Registration:
    """Hold an account from the command line to the rules of registration."""
    try:
        account = Registration(email=email, password=password)
        refuse_weak_password(account.password, account.email, field="password")
    except ValidationError as error:
        raise refusal(invalid(error)) from error
    except Invalid as error:
        raise refusal(error) from error
    return account


def refusal(error: Invalid) -> click.ClickException:
    """Say in a line what is wrong with which argument."""
    return click.ClickException("; ".join(f"{e['field']}: {e['message']}" for e in error.errors))


@click.command("admin")
@click.argument("email")
@click.argument("password")
@with_appcontext
def admin_command(email: str, password: str) -> None:
    """Make EMAIL an admin who can log in with PASSWORD."""
    account = check_account(email, password)
    user = make_admin(
        session=get_session(),
        email=account.email,
        password_hash=hash_password(account.password),
    )
    click.echo(f"{user.email} is an admin.")


@click.command("seed")
@with_appcontext
def seed_command() -> None:
    """Fill the database with demo data."""
    if get_settings().app_env == "production":
        msg = "Demo data has a known password and does not belong into production."
        raise click.ClickException(msg)
    for seeder in SEEDERS:
        click.echo(seeder(get_session()))


@click.command("prune")
@with_appcontext
def prune_command() -> None:
    """Delete logins, tokens and counts of attempts that have expired; run it daily."""
    click.echo(f"Deleted {delete_expired_rows(session=get_session())} expired rows.")


def install(app: Flask) -> None:
    """Add the commands to `flask`."""
    app.cli.add_command(admin_command)
    app.cli.add_command(seed_command)
    app.cli.add_command(prune_command)
