"""Name what SQLAlchemy spells anew for each database."""

from sqlalchemy.dialects import sqlite

# By the name of the dialect; these know `ON CONFLICT`
INSERTS = {"sqlite": sqlite.insert}
