from pathlib import Path

import pytest
from flask import Flask

from {{ cookiecutter.package_name }} import mail
from {{ cookiecutter.package_name }}.after_response import deliver
from {{ cookiecutter.package_name }}.auth.messages import Message
from {{ cookiecutter.package_name }}.outbox import send
from {{ cookiecutter.package_name }}.settings import get_settings

from .mailbox import Mailbox

MESSAGE = Message(to="a@example.com", subject="Hello", text="World\n")


def test_mail_waits_for_the_answer(app: Flask, mails: Mailbox) -> None:
    with app.test_request_context():
        app.preprocess_request()
        send(MESSAGE)
        response = app.process_response(app.make_response("done"))
        assert mails.read() == []
        response.close()
        assert mails.subjects() == ["Hello"]


def test_commands_send_at_once(app: Flask, mails: Mailbox) -> None:
    with app.app_context():
        send(MESSAGE)
    assert mails.subjects() == ["Hello"]


def test_failure_is_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    blocked = get_settings().model_copy(update={"mail_url": f"file:{tmp_path}/file"})
    monkeypatch.setattr(mail, "get_settings", lambda: blocked)
    deliver(MESSAGE)
    assert "mail not sent" in caplog.text
