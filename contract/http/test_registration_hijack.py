"""Who registers a stranger's address first gains nothing: the link that is opened decides."""

import pytest

from contract.client import Api, new_email, new_password
from contract.problems import check_problem


def links(api: Api, email: str, count: int) -> list[str]:
    """Return the verification tokens mailed to an address, the oldest first."""
    tokens = [mail.token("verify-email") for mail in api.mailbox.wait_for(email, count=count)]
    assert len(set(tokens)) == count, tokens
    return [token for token in tokens if token]


def verify(api: Api, token: str) -> int:
    return api.anonymous.post("/auth/verify-email", json={"token": token}).status_code


def register_both(api: Api) -> tuple[str, list[str], list[str]]:
    """Register an address twice, as the intruder and as the owner, and return their passwords and links."""
    email, passwords = new_email(), [new_password(), new_password()]
    for number, (password, name) in enumerate(zip(passwords, ("Intruder", "Owner"), strict=True)):
        api.register(email, password, name=name)
        links(api, email, number + 1)
    return email, passwords, links(api, email, 2)


@pytest.mark.parametrize("opened", [0, 1])
def test_opened_link_sets_the_password(api: Api, opened: int) -> None:
    email, passwords, tokens = register_both(api)
    assert verify(api, tokens[opened]) == 204
    session = api.login(email, passwords[opened])
    assert session.me()["name"] == ("Intruder", "Owner")[opened]
    check_problem(api.try_login(email, passwords[1 - opened]), 401)


@pytest.mark.parametrize("opened", [0, 1])
def test_opened_link_voids_the_other(api: Api, opened: int) -> None:
    email, passwords, tokens = register_both(api)
    assert verify(api, tokens[opened]) == 204
    assert verify(api, tokens[1 - opened]) == 400
    assert api.try_login(email, passwords[opened]).status_code == 200


def test_verified_account_takes_no_password(api: Api) -> None:
    email, password = api.register_verified()
    intruders = new_password()
    api.register(email, intruders)
    api.mailbox.wait_for(email, count=2)
    check_problem(api.try_login(email, intruders), 401)
    assert api.try_login(email, password).status_code == 200


def test_unverified_account_resets_nothing_silently(api: Api) -> None:
    email, intruders = new_email(), new_password()
    api.register(email, intruders)
    link = links(api, email, 1)[0]
    api.anonymous.post("/auth/forgot-password", json={"email": email})
    for mail in api.mailbox.sent_to(email):
        token, password = mail.token("reset-password"), new_password()
        if token:
            api.anonymous.post("/auth/reset-password", json={"token": token, "password": password})
            assert api.try_login(email, intruders).status_code == 401
            verify(api, link)
            check_problem(api.try_login(email, intruders), 401)
