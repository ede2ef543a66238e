import os

import pytest

from {{ cookiecutter.package_name }}.settings import Settings, read_settings

SECRET = "0123456789-abcdefghij-KLMNOPQRST"
PRODUCTION = {
    "APP_ENV": "production",
    "SECRET_KEY": SECRET,
    "DATABASE_URL": "{{ cookiecutter.database }}://localhost/db",
    "ALLOWED_HOSTS": "example.com, .example.org",
    "PUBLIC_URL": "https://example.com",
    "MAIL_URL": "smtps://mail.example.com",
{% if cookiecutter.worker %}
    "REDIS_URL": "redis://localhost",
{% endif %}
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def refused(capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as stopped:
        read_settings()
    assert stopped.value.code == os.EX_CONFIG
    return capsys.readouterr().err


def test_lists_are_split(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TRUSTED_PROXIES", "10.0.0.0/8")
    settings = read_settings()
    assert settings.allowed_hosts == ("example.com", ".example.org")
    assert str(settings.trusted_proxies[0]) == "10.0.0.0/8"


def test_production_has_own_defaults(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PORT", "")
    settings = read_settings()
    assert (settings.log_format, settings.docs_enabled, settings.port) == ("json", False, 8000)


def test_each_missing_variable_is_named(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in PRODUCTION:
        environment.delenv(name)
    environment.setenv("APP_ENV", "production")
    named = refused(capsys)
    assert [name for name in PRODUCTION if name not in named] == ["APP_ENV"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 64),
        ("SECRET_KEY_FALLBACKS", f"{SECRET},weak-one"),
        ("DATABASE_URL", "mysql://user:password@localhost/db"),
        ("MAIL_URL", "console:"),
        ("ALLOWED_HOSTS", "*"),
        ("CORS_ORIGINS", "*"),
        ("TRUSTED_PROXIES", "everybody"),
        ("PORT", "70000"),
    ],
)
def test_bad_value_is_named_not_shown(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    environment.setenv(name, value)
    message = refused(capsys)
    assert name in message
    assert value not in message.replace("without *", "")


def test_repr_hides_secrets(environment: pytest.MonkeyPatch) -> None:
    del environment
    assert SECRET not in repr(read_settings())
