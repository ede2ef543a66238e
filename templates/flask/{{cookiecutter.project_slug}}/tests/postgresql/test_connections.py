import pytest
from flask import Flask, g
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from {{ cookiecutter.package_name }} import postgresql
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
        second.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    for _ in range(3):
        database.check()
    engine.dispose()


def test_long_statement_is_cut() -> None:
    changes = {"database_statement_timeout_ms": 50}
    engine = postgresql_engine(get_settings().model_copy(update=changes))
    with Database(engine).readers() as session, pytest.raises(OperationalError, match="timeout"):
        session.execute(text("SELECT pg_sleep(5)"))
    engine.dispose()


def test_silent_server_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "GRACE_SECONDS", 0.1)
    changes = {"database_statement_timeout_ms": 100}
    engine = postgresql_engine(get_settings().model_copy(update=changes))
    with Database(engine).readers() as session:
        session.execute(text("SET statement_timeout = 0"))
        with pytest.raises(OperationalError) as caught:
            session.execute(text("SELECT pg_sleep(5)"))
        assert caught.value.connection_invalidated
    Database(engine).check()
    engine.dispose()


@pytest.mark.usefixtures("database")
def test_lock_is_not_waited_for_long() -> None:
    engine = postgresql_engine(get_settings())
    database = Database(engine)
    with database.writers() as holder, database.writers() as waiter:
        holder.execute(text("LOCK TABLE users"))
        with pytest.raises(OperationalError, match="lock timeout"):
            waiter.execute(text("SELECT * FROM users FOR UPDATE"))
    engine.dispose()


def test_server_lost_at_the_end_is_no_error(app: Flask) -> None:
    database = Database(postgresql_engine(get_settings()))
    with app.app_context():
        g.session = database.writers()
        pid = g.session.scalar(text("SELECT pg_backend_pid()"))
        with database.writers() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    database.check()
    database.engine.dispose()
