import pytest
from sqlalchemy.exc import OperationalError

from {{ cookiecutter.package_name }}.db import Database
from {{ cookiecutter.package_name }}.postgresql import postgresql_engine
from {{ cookiecutter.package_name }}.settings import get_settings

NOWHERE = "postgresql://127.0.0.1:1/nothing"


def test_lost_server_is_an_operational_error() -> None:
    settings = get_settings().model_copy(update={"database_url": NOWHERE})
    with pytest.raises(OperationalError):
        Database(postgresql_engine(settings)).check()
