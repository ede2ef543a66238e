"""Make, change and delete users."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..audit import Event, record
from ..auth.queries import revoke_sessions
from ..errors import Conflict
from .models import Role, User
from .queries import active_admins, user_by_email


class LastAdmin(Conflict):
    """Without this user nobody could administer the service."""

    code = "last-admin"
    detail = "This is the last admin; make another one first."


def create_user(
    *, session: Session, email: str, password_hash: str, name: str | None = None
) -> User | None:
    """Make a user who has to confirm the address; None if the address is taken."""
    user = User(email=email, password_hash=password_hash, name=name)
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:
        return None
    return user


def update_user(*, session: Session, user: User, changes: Mapping[str, Any], actor: User) -> User:
    """Change what `changes` names of a user; who is disabled is logged out.

    What somebody else does to an account is recorded.

    Raises:
        LastAdmin: nobody could administer the service any more.
    """
    if changes.get("role", user.role) != Role.ADMIN or not changes.get("is_active", user.is_active):
        keep_an_admin(session=session, leaving=user)
    for name, value in changes.items():
        setattr(user, name, value)
    if not user.is_active:
        session.execute(revoke_sessions(user.id))
    session.commit()
    if actor.id != user.id:
        record_change(user, changes, actor=actor)
    return user


def record_change(user: User, changes: Mapping[str, Any], *, actor: User) -> None:
    """Record what an admin changed; names, which are personal, only as changed."""
    values = {name: changes[name] for name in ("role", "is_active") if name in changes}
    fields = sorted(changes)
    record(Event.USER_CHANGED, user_id=user.id, actor_id=str(actor.id), fields=fields, **values)


def delete_user(*, session: Session, user: User, actor: User) -> None:
    """Delete a user, with all that belongs to them.

    Raises:
        LastAdmin: nobody could administer the service any more.
    """
    keep_an_admin(session=session, leaving=user)
    session.execute(delete(User).where(User.id == user.id))
    session.commit()
    record(Event.USER_DELETED, user_id=user.id, actor_id=str(actor.id))


def keep_an_admin(*, session: Session, leaving: User) -> None:
    """Make sure that an admin remains when this user goes or steps down.

    Raises:
        LastAdmin: none would.
    """
    if leaving.role is not Role.ADMIN:
        return
    if {admin.id for admin in session.scalars(active_admins())} == {leaving.id}:
        raise LastAdmin


def make_admin(*, session: Session, email: str, password_hash: str) -> User:
    """Make a confirmed admin of an address, or of the account that it has."""
    user = session.scalar(user_by_email(email)) or User(email=email)
    user.password_hash = password_hash
    user.role, user.is_active, user.email_verified = Role.ADMIN, True, True
    session.add(user)
    session.commit()
    return user
