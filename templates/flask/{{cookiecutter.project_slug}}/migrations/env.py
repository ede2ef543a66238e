"""Run the migrations on the database of the settings, or on a connection that a test hands over."""

from alembic import context
from sqlalchemy import Connection, make_url

from {{ cookiecutter.package_name }}.orm import Base
from {{ cookiecutter.package_name }}.settings import get_settings
from {{ cookiecutter.package_name }}.wiring import ENGINES


def migrate(connection: Connection) -> None:
    """Run the migrations that were asked for in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite cannot change a column; a batch copies the table.
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


def connect_and_migrate() -> None:
    """Migrate the database of the settings."""
    settings = get_settings()
    engine = ENGINES[make_url(settings.database_url).get_backend_name()](settings)
    with engine.connect() as connection:
        migrate(connection)
        connection.commit()
    engine.dispose()


given: Connection | None = context.config.attributes.get("connection")
if given is None:
    connect_and_migrate()
else:
    migrate(given)
