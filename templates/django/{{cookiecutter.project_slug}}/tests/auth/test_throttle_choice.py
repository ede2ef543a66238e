import pytest

from {{ cookiecutter.package_name }}.auth.throttle_choice import choose_store
from {{ cookiecutter.package_name }}.auth.throttle_store import DatabaseStore
from {{ cookiecutter.package_name }}.throttle_redis import RedisStore


def test_development_counts_in_the_database() -> None:
    assert isinstance(choose_store(), DatabaseStore)


@pytest.mark.usefixtures("production")
def test_production_counts_in_redis() -> None:
    store = choose_store()
    assert isinstance(store, RedisStore)
    store.redis.close()
