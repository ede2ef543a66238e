import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from {{ cookiecutter.package_name }}.db import Database
from {{ cookiecutter.package_name }}.postgresql import postgresql_engine
from {{ cookiecutter.package_name }}.settings import get_settings


def test_closed_connection_costs_no_request() -> None:
    engine = postgresql_engine(get_settings())
    database = Database(engine)
    with database.readers() as first, database.readers() as second:
        for session in (first, second):
            session.execute(text("SELECT 1"))
        pid = first.scalar(text("SELECT pg_backend_pid()"))
        first.commit()
        second.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    for _ in range(3):
        database.check()
    engine.dispose()


def test_long_statement_is_cut() -> None:
    changes = {"database_statement_timeout_ms": 50}
    engine = postgresql_engine(get_settings().model_copy(update=changes))
    with Database(engine).readers() as session, pytest.raises(OperationalError, match="timeout"):
        session.execute(text("SELECT pg_sleep(5)"))
    engine.dispose()
