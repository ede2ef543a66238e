from sqlalchemy.ext.asyncio import AsyncSession

from {{ cookiecutter.package_name }}.users import services
from {{ cookiecutter.package_name }}.users.models import Role, User

from ..factories import password_hash


async def test_taken_address_makes_no_user(db: AsyncSession, alice: User) -> None:
    made = await services.create_user(db=db, email=alice.email, password_hash="")
    assert made is None


async def test_account_becomes_admin(db: AsyncSession, alice: User) -> None:
    alice.is_active = False
    made = await services.make_admin(db=db, email=alice.email, password_hash=password_hash())
    assert made is alice
    assert (made.role, made.is_active) == (Role.ADMIN, True)
