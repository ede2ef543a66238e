import time
from itertools import pairwise
from typing import Any

import pytest
from django.core import mail
from pytest_django import Settings

from {{ cookiecutter.package_name }}.auth.models import OneTimeToken, ThrottleWindow
from {{ cookiecutter.package_name }}.users.models import User

from ..client import V1, Client
from ..factories import PASSWORD, SECRET, OneTimeTokenFactory

AUTH = f"{V1}/auth"
OWNER, STRANGER, OTHER = "192.0.2.1", "198.51.100.1", "203.0.113.1"


def log_in(caller: Client, email: str, password: str = PASSWORD, client: str = OWNER) -> Any:  # noqa: ANN401 - what the client returns
    body = {"email": email, "password": password}
    return caller.post(f"{AUTH}/login", body, REMOTE_ADDR=client)


def guess(caller: Client, email: str, times: int = 5, client: str = STRANGER) -> list[int]:
    return [log_in(caller, email, "wrong", client).status_code for _ in range(times)]


@pytest.mark.parametrize("email", ["ada@example.com", None])
def test_sixth_guess_is_refused(anyone: Client, user: User, email: str | None) -> None:
    address = email or user.email
    assert guess(anyone, address) == [401] * 5
    answer = log_in(anyone, address, client=OTHER)
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-requests")
    assert 55 <= int(answer.headers["Retry-After"]) <= 60


def test_form_counts_as_login(anyone: Client, user: User) -> None:
    guess(anyone, user.email)
    form = f"username={user.email}&password={PASSWORD}"
    kind = "application/x-www-form-urlencoded"
    assert anyone.post(f"{AUTH}/token", form, content_type=kind).status_code == 429


def test_success_is_not_counted(anyone: Client, user: User) -> None:
    assert [log_in(anyone, user.email).status_code for _ in range(7)] == [200] * 7


def test_success_forgives_no_guess(anyone: Client, user: User) -> None:
    guess(anyone, user.email, 4)
    log_in(anyone, user.email)
    guess(anyone, user.email, 1)
    assert log_in(anyone, user.email, client=OTHER).status_code == 429


def test_strangers_lock_nobody_out(anyone: Client, user: User) -> None:
    log_in(anyone, user.email)
    guess(anyone, user.email, 7)
    assert log_in(anyone, user.email, client=OTHER).status_code == 429
    assert log_in(anyone, user.email).status_code == 200


def test_known_client_may_not_guess(anyone: Client, user: User) -> None:
    log_in(anyone, user.email)
    assert guess(anyone, user.email, 6, client=OWNER)[-1] == 429


def test_refused_guess_counts_nowhere(anyone: Client, user: User) -> None:
    guess(anyone, user.email, 9)
    assert set(ThrottleWindow.objects.values_list("hits", flat=True)) == {5}


def test_window_ends(anyone: Client, user: User) -> None:
    guess(anyone, user.email)
    ThrottleWindow.objects.update(expires_at=int(time.time()))
    assert log_in(anyone, user.email).status_code == 200


def test_client_may_guess_thrice_as_often(anyone: Client) -> None:
    addresses = [f"user-{number}@example.com" for number in range(16)]
    assert [guess(anyone, email, 1)[0] for email in addresses] == [*([401] * 15), 429]


def test_untrusted_header_is_ignored(anyone: Client) -> None:
    for number in range(15):
        anyone.post(
            f"{AUTH}/verify-email",
            {"token": SECRET},
            REMOTE_ADDR=STRANGER,
            HTTP_X_FORWARDED_FOR=f"192.0.2.{number}",
        )
    answer = anyone.post(f"{AUTH}/verify-email", {"token": SECRET}, REMOTE_ADDR=STRANGER)
    assert answer.status_code == 429


def test_trusted_proxy_tells_the_client(anyone: Client) -> None:
    answers = [
        anyone.post(
            f"{AUTH}/verify-email",
            {"token": SECRET},
            REMOTE_ADDR="10.0.0.1",
            HTTP_X_FORWARDED_FOR=f"192.0.2.{number}",
        )
        for number in range(16)
    ]
    assert {answer.status_code for answer in answers} == {400}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("register", {"email": "ada@example.com", "password": PASSWORD}),
        ("forgot-password", {"email": "ada@example.com"}),
    ],
)
def test_mails_to_an_address_are_few(anyone: Client, path: str, body: dict[str, str]) -> None:
    answers = [
        anyone.post(f"{AUTH}/{path}", body, REMOTE_ADDR=f"192.0.2.{number}") for number in range(6)
    ]
    assert [answer.status_code for answer in answers] == [*([202] * 5), 429]
    assert len(mail.outbox) in {0, 5}


def test_links_cannot_be_guessed(anyone: Client) -> None:
    body = {"token": "a guess", "password": PASSWORD}
    statuses = [anyone.post(f"{AUTH}/reset-password", body).status_code for _ in range(16)]
    assert statuses == [*([400] * 15), 429]


def test_reset_opens_the_login(anyone: Client, user: User) -> None:
    guess(anyone, user.email)
    OneTimeTokenFactory.create(user=user, purpose=OneTimeToken.Purpose.RESET)
    anyone.post(f"{AUTH}/reset-password", {"token": SECRET, "password": "another-word-88"})
    assert log_in(anyone, user.email, "another-word-88").status_code == 200


def test_present_password_cannot_be_guessed(as_user: Client) -> None:
    body = {"current_password": "wrong", "new_password": "another-word-88"}
    path = f"{AUTH}/change-password"
    assert [as_user.post(path, body).status_code for _ in range(6)] == [*([422] * 5), 429]


def test_changes_are_not_counted(as_user: Client) -> None:
    words = [PASSWORD, *(f"another-word-{number}-x" for number in range(6))]
    for old, new in pairwise(words):
        body = {"current_password": old, "new_password": new}
        assert as_user.post(f"{AUTH}/change-password", body).status_code == 204


def test_zero_refuses_nobody(anyone: Client, user: User, settings: Settings) -> None:
    settings.THROTTLE_PER_MINUTE = settings.THROTTLE_PER_HOUR = 0
    assert guess(anyone, user.email, 7) == [401] * 7
    assert log_in(anyone, user.email).status_code == 200
    assert not ThrottleWindow.objects.exists()
