import os
import subprocess
import sys
from pathlib import Path

import pytest

from {{ cookiecutter.package_name }}.environment import get_settings, read_settings

from .conftest import PRODUCTION

CHECK = """
import django
from django.core.management import call_command
django.setup()
call_command("check", deploy=True, fail_level="WARNING")
"""


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    module = {"DJANGO_SETTINGS_MODULE": "{{ cookiecutter.package_name }}.settings"}
    path = {"PATH": os.environ["PATH"], "HOME": str(Path.home())}
    return subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code],
        env=path | module | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_has_no_warnings() -> None:
    done = run(CHECK, **PRODUCTION)
    assert (done.returncode, "no issues" in done.stderr + done.stdout) == (0, True), done.stderr


def test_refusal_names_all_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "PUBLIC_URL", "MAIL_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("APP_ENV", "production")
    with pytest.raises(SystemExit) as refusal:
        read_settings()
    assert refusal.value.code == os.EX_CONFIG
    assert {"SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "PUBLIC_URL", "MAIL_URL"} <= {
        line.strip().partition(":")[0] for line in capsys.readouterr().err.splitlines()
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "x" * 64),
        ("ALLOWED_HOSTS", "a.example.com,*"),
        ("DATABASE_URL", "mysql://me:a-secret@localhost/app"),
        ("PORT", "a-secret"),
    ],
)
def test_bad_value_is_not_echoed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        read_settings()
    message = capsys.readouterr().err
    assert f"{name}: " in message
    assert value not in message


@pytest.mark.usefixtures("production")
def test_production_has_its_defaults() -> None:
    settings = get_settings()
    assert (settings.log_format, settings.docs_enabled) == ("json", False)
    assert settings.allowed_hosts == ("api.example.com",)


def test_settings_cannot_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        get_settings().port = 1  # type: ignore[misc]  # as it should be


def test_secrets_are_not_shown() -> None:
    assert get_settings().secret_key.get_secret_value() not in repr(get_settings())
