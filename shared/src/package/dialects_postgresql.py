"""Name what SQLAlchemy spells anew for each database."""

from collections.abc import Callable

from sqlalchemy.dialects import postgresql, sqlite

from .orm import Base

type Insert = postgresql.Insert | sqlite.Insert

# By the name of the dialect; these know `ON CONFLICT`
INSERTS: dict[str, Callable[[type[Base]], Insert]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}
