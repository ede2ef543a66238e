"""Delete what nobody can use any more."""

from sqlalchemy import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from .queries import delete_expired


async def delete_expired_rows(*, db: AsyncSession) -> int:
    """Delete the logins, tokens and windows of throttling whose time has passed.

    Returns:
        How many there were, without those that went with their login.
    """
    count = 0
    for statement in delete_expired():
        done = await db.execute(statement)
        count += done.rowcount if isinstance(done, CursorResult) else 0
    await db.commit()
    return count
