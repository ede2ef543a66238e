"""Manage the service from a shell: `python -m {{ cookiecutter.package_name }}.cli --help`."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from . import wiring
from .errors import Invalid
from .fields import Email, NewPassword
from .hashing import hash_password
from .passwords import refuse_address_as_password
from .settings import get_settings
from .users.seeds import seed_user
from .users.services import make_admin

type Command = Callable[[AsyncSession, argparse.Namespace], Awaitable[str]]


async def admin(db: AsyncSession, arguments: argparse.Namespace) -> str:
    """Make a confirmed admin, or make one of an account."""
    email = TypeAdapter[str](Email).validate_python(arguments.email)
    password = TypeAdapter[str](NewPassword).validate_python(arguments.password)
    refuse_address_as_password(password, email, field="password")
    await make_admin(db=db, email=email, password_hash=await hash_password(password))
    return f"{email} is an admin."


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
    seeding = commands.add_parser("seed", help=seed.__doc__)
    seeding.set_defaults(command=seed)
    return root


async def run(command: Command, arguments: argparse.Namespace) -> str:
    """Run a command in a database session."""
    database = wiring.open_database(get_settings())
    try:
        async with database.writers() as db:
            return await command(db, arguments)
    finally:
        await database.engine.dispose()


def main(words: list[str] | None = None) -> int:
    """Run the command line; exit 1 when it was refused."""
    arguments = parser().parse_args(words)
    try:
        sys.stdout.write(asyncio.run(run(arguments.command, arguments)) + "\n")
    except ValidationError as error:
        sys.stderr.write(f"Refused: {error.errors()[0]['msg']}.\n")
        return 1
    except Invalid as error:
        sys.stderr.write(f"Refused: {error.errors[0]['message']}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
