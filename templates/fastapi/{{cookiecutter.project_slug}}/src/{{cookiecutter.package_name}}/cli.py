"""Manage the service from a shell; `make admin` and `make seed` call this."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from . import wiring
from .auth.expiry import delete_expired_rows
from .errors import FieldError, Invalid
from .fields import Body, Email, NewPassword
from .hashing import hash_password
from .passwords import refuse_weak_password
from .settings import get_settings
from .users.seeds import seed_user
from .users.services import make_admin
from .validation import field_errors


class Admin(Body):
    """Who becomes an admin."""

    email: Email
    password: NewPassword


type Command = Callable[[AsyncSession, argparse.Namespace], Awaitable[str]]


async def admin(db: AsyncSession, arguments: argparse.Namespace) -> str:
    """Make a confirmed admin, or make one of an account."""
    wanted = Admin(email=arguments.email, password=arguments.password)
    refuse_weak_password(wanted.password, wanted.email, field="password")
    password_hash = await hash_password(wanted.password)
    await make_admin(db=db, email=wanted.email, password_hash=password_hash)
    return f"{wanted.email} is an admin."


async def prune(db: AsyncSession, _arguments: argparse.Namespace) -> str:
    """Delete logins, tokens and counts of attempts that have expired; run it daily."""
    return f"Deleted {await delete_expired_rows(db=db)} expired rows."


async def seed(db: AsyncSession, _arguments: argparse.Namespace) -> str:
    """Fill the database with demo data."""
    user, password = await seed_user(db=db)
    for sow in wiring.SEEDS:
        await sow(db=db, user=user)
    return f"Log in as {user.email} with the password {password}"


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    root = argparse.ArgumentParser(prog="python -m {{ cookiecutter.package_name }}.cli")
    commands = root.add_subparsers(required=True, metavar="COMMAND")
    making = commands.add_parser("admin", help=admin.__doc__)
    making.add_argument("email")
    making.add_argument("password")
    making.set_defaults(command=admin)
    for command in (seed, prune):
        commands.add_parser(command.__name__, help=command.__doc__).set_defaults(command=command)
    return root


async def run(command: Command, arguments: argparse.Namespace) -> str:
    """Run a command in a database session."""
    async with wiring.open_database(get_settings()).once() as db:
        return await command(db, arguments)


def main(words: list[str] | None = None) -> int:
    """Run the command line; exit 1 when it was refused."""
    arguments = parser().parse_args(words)
    try:
        sys.stdout.write(f"{asyncio.run(run(arguments.command, arguments))}\n")
    except ValidationError as error:
        return refuse(field_errors(error.errors()))
    except Invalid as error:
        return refuse(error.errors)
    return 0


def refuse(errors: Sequence[FieldError]) -> int:
    """Say what is wrong with the arguments."""
    for error in errors:
        sys.stderr.write(f"{error['field']}: {error['message']}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
