"""Every other way to guess, or to have mails sent, is throttled too."""

from collections.abc import Callable, Iterator

import pytest

from contract.client import Api, Session, new_email, new_password
from contract.problems import check_problem, invalid_fields

from .attacks import REFUSED, Attacker
from .conftest import CLIENT_LIMIT, LIMIT

NO_TOKEN = "A" * 43
Act = Callable[[Attacker, str], int]


def register(attacker: Attacker, email: str) -> int:
    return attacker.post("/auth/register", {"email": email, "password": new_password()}).status_code


def forget(attacker: Attacker, email: str) -> int:
    return attacker.post("/auth/forgot-password", {"email": email}).status_code


def verify(attacker: Attacker, _: str) -> int:
    return attacker.post("/auth/verify-email", {"token": NO_TOKEN}).status_code


def reset(attacker: Attacker, _: str) -> int:
    return attacker.post("/auth/reset-password", {"token": NO_TOKEN, "password": new_password()}).status_code


@pytest.mark.parametrize("act", [register, forget])
def test_mails_to_an_address_end(act: Act, newcomers: Iterator[Attacker]) -> None:
    email = new_email()
    statuses = [act(next(newcomers), email) for _ in range(LIMIT + 1)]
    assert statuses == [202] * LIMIT + [REFUSED]


@pytest.mark.parametrize("act", [register, forget])
def test_known_address_is_throttled_alike(act: Act, newcomers: Iterator[Attacker], api: Api) -> None:
    email = api.register_and_login().email
    statuses = [act(next(newcomers), email) for _ in range(LIMIT + 1)]
    assert statuses == [202] * LIMIT + [REFUSED]


@pytest.mark.parametrize(("act", "status"), [(register, 202), (forget, 202), (verify, 400), (reset, 400)])
def test_attempts_of_a_client_end(act: Act, status: int, mallory: Attacker) -> None:
    statuses = [act(mallory, new_email()) for _ in range(CLIENT_LIMIT + 1)]
    assert statuses == [status] * CLIENT_LIMIT + [REFUSED]


def test_actions_count_apart(mallory: Attacker) -> None:
    email = new_email()
    mallory.guesses(email, LIMIT + 1)
    assert register(mallory, email) == forget(mallory, email) == 202


def test_throttled_address_gets_no_mail(newcomers: Iterator[Attacker], api: Api) -> None:
    email = api.register_and_login().email
    for _ in range(LIMIT + 2):
        forget(next(newcomers), email)
    mails = api.mailbox.wait_for(email, count=1 + LIMIT)
    assert len(mails) == 1 + LIMIT


def change(attacker: Attacker, session: Session, current: str) -> int:
    body = {"current_password": current, "new_password": new_password()}
    answer = attacker.post("/auth/change-password", body, Authorization=f"Bearer {session.access_token}")
    if answer.status_code == 422:
        assert invalid_fields(answer) == {"current_password": "wrong-password"}
    return answer.status_code


def test_guesses_at_the_current_password_end(mallory: Attacker, api: Api) -> None:
    session = api.register_and_login()
    statuses = [change(mallory, session, new_password()) for _ in range(LIMIT + 1)]
    assert statuses == [422] * LIMIT + [REFUSED]
    assert change(mallory, session, session.password) == REFUSED


def test_malformed_attempts_do_not_count(mallory: Attacker) -> None:
    for _ in range(CLIENT_LIMIT + 1):
        check_problem(mallory.post("/auth/login", {"email": "x"}), 422)
    assert mallory.guess(new_email()).status_code == 401
