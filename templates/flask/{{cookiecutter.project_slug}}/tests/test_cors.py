from flask.testing import FlaskClient

from {{ cookiecutter.package_name }}.factory import create_app
from {{ cookiecutter.package_name }}.settings import get_settings

from .callers import V1

ORIGIN = "https://app.example"
PREFLIGHT = {"Access-Control-Request-Method": "POST"}


def client_with(*origins: str) -> FlaskClient:
    settings = get_settings().model_copy(update={"cors_origins": origins})
    return create_app(settings).test_client()


def test_listed_origin_reads_answers() -> None:
    answer = client_with(ORIGIN).get("/health/live", headers={"Origin": ORIGIN})
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Origin" in answer.vary


def test_preflight_is_answered() -> None:
    headers = {"Origin": ORIGIN, **PREFLIGHT}
    answer = client_with(ORIGIN).options(f"{V1}/auth/login", headers=headers)
    assert answer.status_code == 204
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]


def test_other_origin_reads_nothing() -> None:
    headers = {"Origin": "https://evil.example", **PREFLIGHT}
    answer = client_with(ORIGIN).options(f"{V1}/auth/login", headers=headers)
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_nobody_is_listed_at_first() -> None:
    answer = client_with().get("/health/live", headers={"Origin": ORIGIN})
    assert "Access-Control-Allow-Origin" not in answer.headers
