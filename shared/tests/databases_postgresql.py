"""Say where the tests keep their data: in memory, or on the server of `TEST_DATABASE_URL`."""

import os

from sqlalchemy import create_engine, make_url, text


def prepare_database() -> str:
    """Name a database that this process of the tests has to itself; on a server, make it."""
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        return "sqlite://"
    url = make_url(server)
    name = f"{url.database}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)
