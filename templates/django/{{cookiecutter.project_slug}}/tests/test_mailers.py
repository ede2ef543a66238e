from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from {{ cookiecutter.package_name }}.mailers import mailer_from_url


def test_folder_gets_the_mail(tmp_path: Path, settings: Settings) -> None:
    settings.MAILERS = {"default": mailer_from_url(f"file:{tmp_path}")}
    EmailMessage("Hello", "How are you?", to=["ada@example.com"]).send()
    assert "Subject: Hello" in next(tmp_path.iterdir()).read_text()


def test_terminal_gets_the_mail(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.MAILERS = {"default": mailer_from_url("console:")}
    EmailMessage("Hello", "How are you?", to=["ada@example.com"]).send()
    assert "Subject: Hello" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("url", "ssl", "tls"),
    [
        ("smtp://localhost:25", False, False),
        ("smtp://me:p%40ss@mail.example.com", False, True),
        ("smtps://me:p%40ss@mail.example.com", True, False),
    ],
)
def test_password_is_sent_encrypted(url: str, *, ssl: bool, tls: bool) -> None:
    options = mailer_from_url(url)["OPTIONS"]
    assert (options["use_ssl"], options["use_tls"]) == (ssl, tls)
    assert options["password"] in {"", "p@ss"}
