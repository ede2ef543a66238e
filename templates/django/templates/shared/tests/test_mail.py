import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from {{ cookiecutter.package_name }}.mail import send_mail
from {{ cookiecutter.package_name }}.settings import get_settings

from .smtp import smtp_server

type PointMail = Callable[[str], None]


@pytest.fixture
def point_mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[PointMail]:
    def change(url: str) -> None:
        monkeypatch.setenv("MAIL_URL", url)
        get_settings.cache_clear()

    yield change
    monkeypatch.undo()
    get_settings.cache_clear()


def send() -> None:
    send_mail(to="zoe@exämple.com", subject="Hello", text="Grüße\n")


def test_terminal_shows_mails(point_mail: PointMail, capsys: pytest.CaptureFixture[str]) -> None:
    point_mail("console:")
    send()
    assert "Subject: Hello" in capsys.readouterr().out


def test_folder_keeps_mails(point_mail: PointMail, tmp_path: Path) -> None:
    point_mail(f"file:{tmp_path}/new%20folder")
    send()
    (path,) = (tmp_path / "new folder").iterdir()
    assert b"To: zoe@xn--exmple-cua.com" in path.read_bytes()


def test_server_takes_mails(point_mail: PointMail) -> None:
    with smtp_server() as server:
        point_mail(f"smtp://me:p%40ss@{server.address}")
        send()
    login = base64.b64encode(b"\0me\0p@ss").decode()
    assert f"AUTH PLAIN {login}" in server.heard
    assert "Subject: Hello" in server.heard


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_silent_server_is_an_error(point_mail: PointMail, scheme: str) -> None:
    with smtp_server() as server:
        address = server.address
    point_mail(f"{scheme}://{address}")
    with pytest.raises(OSError, match="refused"):
        send()
