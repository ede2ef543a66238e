import socket
import time

import pytest
from sqlalchemy.exc import OperationalError

from {{ cookiecutter.package_name }} import postgresql
from {{ cookiecutter.package_name }}.db import Database
from {{ cookiecutter.package_name }}.postgresql import postgresql_engine
from {{ cookiecutter.package_name }}.settings import get_settings

NOWHERE = "postgresql://127.0.0.1:1/nothing"


def test_lost_server_is_an_operational_error() -> None:
    settings = get_settings().model_copy(update={"database_url": NOWHERE})
    with pytest.raises(OperationalError):
        Database(postgresql_engine(settings)).check()


def test_silent_host_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "CONNECT_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://127.0.0.1:{silent.getsockname()[1]}/nothing"
        settings = get_settings().model_copy(update={"database_url": url})
        started = time.monotonic()
        with pytest.raises(OperationalError, match="does not answer"):
            Database(postgresql_engine(settings)).check()
        assert time.monotonic() - started < 1.5
