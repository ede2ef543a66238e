from pathlib import Path
from threading import Thread

from sqlalchemy import text

from {{ cookiecutter.package_name }} import main
from {{ cookiecutter.package_name }}.db import Database, sqlite_engine
from {{ cookiecutter.package_name }}.settings import get_settings


def test_server_finds_an_application() -> None:
    assert "database" in main.app.extensions


def test_readers_wait_for_nobody(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/db.sqlite3"
    database = Database(sqlite_engine(get_settings().model_copy(update={"database_url": url})))
    with database.writers() as writer, database.readers() as reader:
        writer.execute(text("CREATE TABLE t (x)"))
        assert reader.scalar(text("SELECT count(*) FROM sqlite_master")) == 0
    database.engine.dispose()


def test_writers_wait_their_turn(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/db.sqlite3"
    database = Database(sqlite_engine(get_settings().model_copy(update={"database_url": url})))
    with database.writers.begin() as session:
        session.execute(text("CREATE TABLE t (x INTEGER)"))
        session.execute(text("INSERT INTO t VALUES (0)"))

    def increase() -> None:
        with database.writers.begin() as session:
            value = session.scalar(text("SELECT x FROM t")) or 0
            session.execute(text("UPDATE t SET x = :x"), {"x": value + 1})

    threads = [Thread(target=increase) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.readers() as session:
        assert session.scalar(text("SELECT x FROM t")) == 5
    database.engine.dispose()
