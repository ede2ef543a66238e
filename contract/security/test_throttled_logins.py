"""Guessing at passwords ends after a few attempts, for an account and for a client."""

import time
from collections import Counter
from collections.abc import Iterator

from contract.client import Api, Session, new_email, new_password
from contract.figures import Figure
from contract.mails import Mailbox
from contract.own_servers import Start
from contract.problems import check_problem

from .attacks import REFUSED, Attacker, attackers, seconds_to_wait
from .conftest import CLIENT_LIMIT, LIMIT

WRONG = 401


def test_guesses_at_an_account_end(mallory: Attacker, alice: Session) -> None:
    assert mallory.guesses(alice.email, LIMIT + 2) == [WRONG] * LIMIT + [REFUSED] * 2


def test_refusal_is_a_problem(mallory: Attacker, alice: Session) -> None:
    mallory.guesses(alice.email, LIMIT)
    answer = mallory.guess(alice.email)
    check_problem(answer, REFUSED, "too-many-requests")
    assert 1 <= seconds_to_wait(answer) <= 60


def test_unknown_address_is_throttled_alike(mallory: Attacker) -> None:
    assert mallory.guesses(new_email(), LIMIT + 1) == [WRONG] * LIMIT + [REFUSED]


def test_spelling_makes_no_more_guesses(mallory: Attacker, api: Api) -> None:
    email = api.register_and_login().email
    spellings = [email, email.upper(), email.title(), email]
    assert [mallory.guess(spelling).status_code for spelling in spellings] == [WRONG] * LIMIT + [REFUSED]


def test_other_clients_add_no_guesses(newcomers: Iterator[Attacker], api: Api) -> None:
    email = api.register_and_login().email
    statuses = [next(newcomers).guess(email).status_code for _ in range(LIMIT + 1)]
    assert statuses == [WRONG] * LIMIT + [REFUSED]


def test_other_addresses_add_no_guesses(mallory: Attacker) -> None:
    statuses = [mallory.guess(new_email()).status_code for _ in range(CLIENT_LIMIT + 2)]
    assert statuses == [WRONG] * CLIENT_LIMIT + [REFUSED] * 2


def test_other_spelling_of_a_client_adds_none(mallory: Attacker) -> None:
    mapped = Attacker(api=mallory.api, address=f"::ffff:{mallory.address}")
    assert [mapped.guess(new_email()).status_code for _ in range(CLIENT_LIMIT)] == [WRONG] * CLIENT_LIMIT
    assert mallory.guess(new_email()).status_code == REFUSED


def test_network_of_ipv6_is_one_client(mallory: Attacker) -> None:
    neighbours = [Attacker(api=mallory.api, address=f"2001:db8:7:7::{number:x}") for number in range(CLIENT_LIMIT + 1)]
    statuses = [neighbour.guess(new_email()).status_code for neighbour in neighbours]
    assert statuses == [WRONG] * CLIENT_LIMIT + [REFUSED]


def test_password_form_counts_too(mallory: Attacker, api: Api) -> None:
    email = api.register_and_login().email
    mallory.guesses(email, LIMIT)
    fields = {"X-Forwarded-For": mallory.address}
    pair = {"username": email, "password": new_password()}
    check_problem(mallory.api.anonymous.post("/auth/token", data=pair, headers=fields), REFUSED)


def test_guesses_at_once_are_counted(mallory: Attacker, api: Api) -> None:
    email = api.register_and_login().email
    assert mallory.guesses_at_once(email, 20) == Counter({WRONG: LIMIT, REFUSED: 20 - LIMIT})


def test_right_password_comes_too_late(mallory: Attacker, api: Api) -> None:
    session = api.register_and_login()
    mallory.guesses(session.email, LIMIT)
    assert mallory.guess(session.email, session.password).status_code == REFUSED


def test_right_passwords_do_not_count(mallory: Attacker, api: Api) -> None:
    session = api.register_and_login()
    statuses = [mallory.guess(session.email, session.password).status_code for _ in range(CLIENT_LIMIT + 2)]
    assert set(statuses) == {200}


def test_success_forgives_no_stranger(mallory: Attacker, trudy: Attacker, api: Api) -> None:
    session = api.register_and_login()
    assert mallory.guesses(session.email, LIMIT - 1) == [WRONG] * (LIMIT - 1)
    assert trudy.guess(session.email, session.password).status_code == 200
    assert mallory.guesses(session.email, 2) == [WRONG, REFUSED]


def test_stranger_locks_no_owner_out(mallory: Attacker, trudy: Attacker, api: Api) -> None:
    owner = api.register_and_login()
    assert trudy.guess(owner.email, owner.password).status_code == 200
    assert mallory.guesses(owner.email, LIMIT + 1)[-1] == REFUSED
    assert trudy.guess(owner.email, owner.password).status_code == 200


def test_known_client_is_throttled_too(trudy: Attacker, api: Api) -> None:
    owner = api.register_and_login()
    assert trudy.guess(owner.email, owner.password).status_code == 200
    assert trudy.guesses(owner.email, LIMIT + 1) == [WRONG] * LIMIT + [REFUSED]


def test_reset_opens_the_account(mallory: Attacker, trudy: Attacker, api: Api) -> None:
    owner, password = api.register_and_login(), new_password()
    mallory.guesses(owner.email, LIMIT + 1)
    body = {"token": api.forgotten_password_token(owner.email), "password": password}
    assert trudy.post("/auth/reset-password", body).status_code == 204
    assert trudy.guess(owner.email, password).status_code == 200


def test_refused_guesses_prolong_nothing(mallory: Attacker) -> None:
    email = new_email()
    mallory.guesses(email, LIMIT)
    before, began = seconds_to_wait(mallory.guess(email)), time.monotonic()
    time.sleep(2)
    mallory.guesses(email, 5)
    after, passed = seconds_to_wait(mallory.guess(email)), time.monotonic() - began
    assert after <= before - int(passed) + 1


def test_refused_guesses_count_nowhere(newcomers: Iterator[Attacker], mallory: Attacker) -> None:
    email = new_email()
    assert mallory.guesses(email, CLIENT_LIMIT)[LIMIT:] == [REFUSED] * (CLIENT_LIMIT - LIMIT)
    assert mallory.guess(new_email()).status_code == WRONG, "refusals filled the client's window"
    assert next(newcomers).guess(email).status_code == REFUSED


def test_workers_count_together(serve: Start, mailbox: Mailbox) -> None:
    service = serve(THROTTLE_PER_MINUTE="4", TRUSTED_PROXIES="127.0.0.0/8", WEB_CONCURRENCY="4")
    email, attacker = new_email(), next(attackers(service, mailbox))
    each_its_connection = {"Connection": "close"}
    body = {"email": email, "password": new_password()}
    statuses = [attacker.post("/auth/login", body, **each_its_connection).status_code for _ in range(12)]
    assert statuses == [WRONG] * 4 + [REFUSED] * 8


def test_count_outlives_the_server(serve: Start, mailbox: Mailbox) -> None:
    email = new_email()
    for statuses in ([WRONG] * LIMIT + [REFUSED], [REFUSED]):
        service = serve(THROTTLE_PER_MINUTE=str(LIMIT), TRUSTED_PROXIES="127.0.0.0/8")
        assert next(attackers(service, mailbox)).guesses(email, len(statuses)) == statuses
        service.stop()


def test_hours_are_counted(serve: Start, mailbox: Mailbox) -> None:
    service = serve(THROTTLE_PER_MINUTE="0", THROTTLE_PER_HOUR=str(LIMIT), TRUSTED_PROXIES="127.0.0.0/8")
    email, attacker = new_email(), next(attackers(service, mailbox))
    assert attacker.guesses(email, LIMIT) == [WRONG] * LIMIT
    assert 3500 < seconds_to_wait(attacker.guess(email)) <= 3600


def test_defaults_are_strict(serve: Start, mailbox: Mailbox, figure: Figure, api: Api) -> None:
    service = serve(THROTTLE_PER_MINUTE=None, THROTTLE_PER_HOUR=None, TRUSTED_PROXIES="127.0.0.0/8")
    crowd, email = attackers(service, mailbox), api.register_and_login().email
    of_account = [next(crowd).guess(email).status_code for _ in range(20)].count(WRONG)
    client = next(crowd)
    of_client = [client.guess(new_email()).status_code for _ in range(25)].count(WRONG)
    figure("wrong passwords accepted, per account", "<= 10", of_account)
    figure("wrong passwords accepted, per client", "<= 20", of_client)
    assert 0 < of_account <= 10
    assert 0 < of_client <= 20
