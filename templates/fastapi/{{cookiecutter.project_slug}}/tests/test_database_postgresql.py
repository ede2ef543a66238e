import pytest

from {{ cookiecutter.package_name }} import database_postgresql as postgresql
from {{ cookiecutter.package_name }}.db import is_outage
from {{ cookiecutter.package_name }}.settings import get_settings

NOWHERE = "postgresql://127.0.0.1:1/nothing"


async def test_lost_server_is_an_outage() -> None:
    settings = get_settings().model_copy(update={"database_url": NOWHERE})
    with pytest.raises(OSError, match="1") as lost:
        await postgresql.open_database(settings).check()
    assert is_outage(lost.value)


def test_sslmode_has_another_name() -> None:
    assert postgresql.connect_args(get_settings(), sslmode="require")["ssl"] == "require"
