"""A full disk: what needs it is refused, everything else goes on, and so does all of it once there is room."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from contract.client import Api, eventually, new_email, new_password
from contract.disks import fill, small_disk
from contract.figures import Figure
from contract.mails import Mailbox
from contract.own_servers import LoginAt, Start
from contract.problems import check_problem
from contract.server import Service, free_port

MEBIBYTES = 8


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    with small_disk(folder, MEBIBYTES) as mounted:
        yield mounted


@pytest.fixture
def database_on_disk(service: Service, disk: Path) -> Path:
    """Copy the session's database to the small disk."""
    path = disk / "copy.sqlite3"
    source = urlsplit(service.environment["DATABASE_URL"]).path[1:]
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(path)) as new:
        old.backup(new)
    return path


@pytest.mark.small_disk
@pytest.mark.sqlite
def test_full_disk_is_503(
    serve: Start, login_at: LoginAt, database_on_disk: Path, mailbox: Mailbox, figure: Figure
) -> None:
    service = serve(DATABASE_URL=f"sqlite:///{database_on_disk}")
    session, api = login_at(service), Api(service.base_url, mailbox)
    filler = fill(database_on_disk.parent)
    answers = [api.try_login(session.email, session.password) for _ in range(5)]
    answers += [api.register(new_email(), new_password()) for _ in range(5)]
    assert session.http.get("/users/me").status_code == 200
    figure("disk full: answers >= 500 other than 503", "0", sum(one.status_code == 500 for one in answers))
    for answer in answers:
        check_problem(answer, 503)
    filler.unlink()
    eventually(
        lambda: api.try_login(session.email, session.password).status_code == 200, seconds=5, what="a login again"
    )


@pytest.mark.small_disk
def test_full_mail_folder_is_no_error(serve: Start, disk: Path) -> None:
    service = serve(MAIL_URL=f"file:{disk}")
    api, email, password = Api(service.base_url, Mailbox(disk)), new_email(), new_password()
    filler = fill(disk)
    assert api.register(email, password).status_code == 202
    filler.unlink()
    assert api.register(email, password).status_code == 202
    api.verify(email)
    assert api.login(email, password).me()["email"] == email


def test_full_log_stops_no_request(service: Service, tmp_path: Path) -> None:
    ports = {"PORT": str(free_port()), "METRICS_PORT": str(free_port())}
    server = Service(service.project, service.environment | ports, tmp_path, stdout=Path("/dev/full"))
    try:
        eventually(server.answers, seconds=30, what="an answer")
        api = Api(server.base_url, Mailbox(tmp_path))
        assert [api.try_login(new_email(), new_password()).status_code for _ in range(5)] == [401] * 5
    finally:
        server.stop()
