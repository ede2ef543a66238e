import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from {{ cookiecutter.package_name }}.auth.models import ThrottleWindow
from {{ cookiecutter.package_name }}.throttle import Limits
from {{ cookiecutter.package_name }}.users.models import User

from ..callers import V1, Client, code_of
from ..factories import PASSWORD
from ..mailbox import Mailbox

AUTH = f"{V1}/auth"
WRONG = "not the right password"
REFUSED = (429, "too-many-requests")


@pytest.fixture
def stranger(app: Flask) -> Client:
    """Call from elsewhere."""
    client = app.test_client()
    assert isinstance(client, Client)
    client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    return client


@pytest.fixture
def unlimited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch throttling off."""
    monkeypatch.setitem(app.extensions, "throttle_limits", Limits(0, 0))


def log_in(client: Client, email: str, password: str = WRONG) -> TestResponse:
    body = {"email": email, "password": password}
    return client.post(f"{AUTH}/login", json=body)


def guess(client: Client, email: str, times: int) -> list[int]:
    return [log_in(client, email).status_code for _ in range(times)]


@pytest.mark.parametrize("email", ["alice@example.com", "nobody@example.com"])
def test_guesses_are_bounded(anonymous: Client, alice: User, email: str) -> None:
    del alice
    assert guess(anonymous, email, 5) == [401] * 5
    answer = log_in(anonymous, email, PASSWORD)
    assert code_of(answer) == REFUSED
    assert 50 <= int(answer.headers["Retry-After"]) <= 60


def test_strangers_share_an_address(anonymous: Client, stranger: Client, alice: User) -> None:
    guess(stranger, alice.email, 5)
    assert code_of(log_in(anonymous, alice.email, PASSWORD)) == REFUSED


def test_known_client_is_not_locked_out(anonymous: Client, stranger: Client, alice: User) -> None:
    assert log_in(anonymous, alice.email, PASSWORD).status_code == 200
    guess(stranger, alice.email, 5)
    assert log_in(anonymous, alice.email, PASSWORD).status_code == 200
    assert guess(anonymous, alice.email, 6) == [401] * 5 + [429]


def test_client_is_bounded(anonymous: Client) -> None:
    emails = [f"user-{number}@example.com" for number in range(16)]
    answers = [log_in(anonymous, email).status_code for email in emails]
    assert answers == [401] * 15 + [429]


def test_right_passwords_do_not_count(anonymous: Client, alice: User) -> None:
    for _ in range(16):
        assert log_in(anonymous, alice.email, PASSWORD).status_code == 200


def test_success_forgives_no_failure(anonymous: Client, alice: User) -> None:
    log_in(anonymous, alice.email, PASSWORD)
    guess(anonymous, alice.email, 4)
    log_in(anonymous, alice.email, PASSWORD)
    assert guess(anonymous, alice.email, 2) == [401, 429]


def test_refused_attempt_counts_nowhere(anonymous: Client, session: Session) -> None:
    guess(anonymous, "nobody@example.com", 5)
    hits = session.scalar(select(func.sum(ThrottleWindow.hits)))
    assert guess(anonymous, "nobody@example.com", 3) == [429] * 3
    assert session.scalar(select(func.sum(ThrottleWindow.hits))) == hits


def test_window_opens_again(anonymous: Client, session: Session) -> None:
    guess(anonymous, "nobody@example.com", 6)
    session.execute(update(ThrottleWindow).values(expires_at=0))
    session.commit()
    assert guess(anonymous, "nobody@example.com", 6) == [401] * 5 + [429]


def test_reset_opens_the_login(anonymous: Client, alice: User, mails: Mailbox) -> None:
    guess(anonymous, alice.email, 6)
    anonymous.post(f"{AUTH}/forgot-password", json={"email": alice.email})
    body = {"token": mails.token(), "password": "another long password"}
    anonymous.post(f"{AUTH}/reset-password", json=body)
    assert guess(anonymous, alice.email, 1) == [401]


@pytest.mark.usefixtures("unlimited")
def test_zero_limits_nothing(anonymous: Client, alice: User) -> None:
    assert guess(anonymous, alice.email, 16) == [401] * 16
    assert log_in(anonymous, alice.email, PASSWORD).status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "times"),
    [
        ("register", {"email": "new@example.com", "password": PASSWORD}, 5),
        ("forgot-password", {"email": "nobody@example.com"}, 5),
        ("verify-email", {"token": "x"}, 15),
        ("reset-password", {"token": "x", "password": PASSWORD}, 15),
        ("change-password", {"current_password": WRONG, "new_password": PASSWORD}, 5),
    ],
)
def test_other_actions_are_bounded(
    client: Client, path: str, body: dict[str, str], times: int
) -> None:
    answers = [client.post(f"{AUTH}/{path}", json=body) for _ in range(times + 1)]
    assert 429 not in {answer.status_code for answer in answers[:times]}
    assert code_of(answers[times]) == REFUSED


def test_right_change_does_not_count(client: Client) -> None:
    body = {"current_password": PASSWORD, "new_password": PASSWORD}
    answers = [client.post(f"{AUTH}/change-password", json=body) for _ in range(6)]
    assert {answer.status_code for answer in answers} == {204}


def test_form_and_json_count_together(anonymous: Client, alice: User) -> None:
    guess(anonymous, alice.email, 5)
    form = {"username": alice.email.upper(), "password": PASSWORD}
    assert code_of(anonymous.post(f"{AUTH}/token", data=form)) == REFUSED
