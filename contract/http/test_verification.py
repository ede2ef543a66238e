"""Verification of a mail address by its one-time link."""

from contract.client import Api, new_email, new_password
from contract.problems import check_problem

BAD_TOKEN = (400, "invalid-token")


def test_token_works_once(api: Api) -> None:
    email = new_email()
    api.register(email, new_password())
    token = api.mailbox.wait_for_token(email, "verify-email")
    first, second = (api.anonymous.post("/auth/verify-email", json={"token": token}) for _ in range(2))
    assert first.status_code == 204
    assert first.content == b""
    check_problem(second, *BAD_TOKEN)


def test_unknown_token_is_refused(api: Api) -> None:
    answer = api.anonymous.post("/auth/verify-email", json={"token": "A" * 43})
    check_problem(answer, *BAD_TOKEN)


def test_reset_token_verifies_nothing(api: Api) -> None:
    email, _ = api.register_verified()
    token = api.forgotten_password_token(email)
    answer = api.anonymous.post("/auth/verify-email", json={"token": token})
    check_problem(answer, *BAD_TOKEN)


def test_unverified_login_is_403(api: Api) -> None:
    email, password = new_email(), new_password()
    api.register(email, password)
    check_problem(api.try_login(email, password), 403, "email-not-verified")


def test_unverified_wrong_password_is_401(api: Api) -> None:
    email = new_email()
    api.register(email, new_password())
    check_problem(api.try_login(email, new_password()), 401)


def test_verified_account_says_so(api: Api) -> None:
    assert api.register_and_login().me()["email_verified"] is True
