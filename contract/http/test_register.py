"""Registration: one answer for everybody, one account per address."""

import pytest

from contract.client import Api, Session, eventually, new_email, new_password
from contract.crowd import at_once
from contract.problems import invalid_fields


def test_register_answers_202(api: Api) -> None:
    answer = api.register(new_email(), new_password())
    assert answer.status_code == 202, answer.text


def test_register_mails_a_link(api: Api) -> None:
    email = new_email()
    api.register(email, new_password())
    assert len(api.mailbox.wait_for_token(email, "verify-email")) >= 22


def test_taken_address_answers_alike(api: Api, alice: Session) -> None:
    fresh = api.register(new_email(), new_password())
    taken = api.register(alice.email, new_password())
    assert (taken.status_code, taken.content) == (fresh.status_code, fresh.content)


def test_taken_address_gets_another_mail(api: Api, alice: Session) -> None:
    before = api.mailbox.wait_for(alice.email)
    api.register(alice.email, new_password())
    mails = api.mailbox.wait_for(alice.email, count=len(before) + 1)
    assert mails[-1].subject != before[0].subject
    assert mails[-1].token("verify-email") is None


def test_taken_address_keeps_its_password(api: Api, alice: Session) -> None:
    api.register(alice.email, new_password())
    assert api.try_login(alice.email, alice.password).status_code == 200


def test_case_makes_no_second_account(api: Api, alice: Session) -> None:
    before = len(api.mailbox.wait_for(alice.email))
    api.register(alice.email.upper(), new_password())
    mails = api.mailbox.wait_for(alice.email, count=before + 1)
    assert mails[-1].token("verify-email") is None


def test_unicode_form_makes_no_second_account(api: Api) -> None:
    email, password = new_email().replace("user", "us\u00e9r"), new_password()
    plain = email.removeprefix("us\u00e9r")
    api.register(email, password)
    token = api.mailbox.wait_for_token(plain, "verify-email")
    api.anonymous.post("/auth/verify-email", json={"token": token})
    api.register(email.replace("\u00e9", "e\u0301"), new_password())
    assert api.mailbox.wait_for(plain, count=2)[-1].token("verify-email") is None
    assert api.login(email.replace("\u00e9", "e\u0301"), password).me()["email"] == email


def any_link_verifies(api: Api, email: str) -> bool:
    tokens = [mail.token("verify-email") for mail in api.mailbox.sent_to(email)]
    bodies = [{"token": token} for token in tokens if token]
    answers = [api.anonymous.post("/auth/verify-email", json=body) for body in bodies]
    return any(answer.status_code == 204 for answer in answers)


def test_parallel_registrations_make_one_account(api: Api) -> None:
    email, password = new_email(), new_password()
    answers = at_once(20, lambda: api.register(email, password))
    assert {answer.status_code for answer in answers} == {202}
    eventually(lambda: any_link_verifies(api, email), seconds=5, what="a link that works")
    assert api.login(email, password).me()["email"] == email


@pytest.mark.parametrize("name", ["Zo\u00eb \U0001f600", "x" * 100, None])
def test_name_is_free_text(api: Api, name: str | None) -> None:
    assert api.register_and_login(name=name).me()["name"] == name


@pytest.mark.parametrize("name", ["", "x" * 101, 7])
def test_bad_name_is_refused(api: Api, name: object) -> None:
    answer = api.register(new_email(), new_password(), name=name)
    assert invalid_fields(answer).keys() == {"name"}


@pytest.mark.parametrize("email", ["", "nobody", "@example.com", "a@", "a b@example.com", "a@b\n@example.com", 7, None])
def test_bad_address_is_refused(api: Api, email: object) -> None:
    body = {"email": email, "password": new_password()}
    assert "email" in invalid_fields(api.anonymous.post("/auth/register", json=body))


@pytest.mark.parametrize("password", ["elevenchars", "x" * 129, 123456789012, None])
def test_bad_password_is_refused(api: Api, password: object) -> None:
    body = {"email": new_email(), "password": password}
    assert "password" in invalid_fields(api.anonymous.post("/auth/register", json=body))


def test_short_password_has_a_code(api: Api) -> None:
    assert invalid_fields(api.register(new_email(), "elevenchars"))["password"] == "too-short"


def test_address_is_no_password(api: Api) -> None:
    email = new_email()
    for spelling in (email, email.upper()):
        assert invalid_fields(api.register(email, spelling)) == {"password": "password-is-address"}


WEAK = [
    *("password1234", "123456789012", "qwertyuiop12", "iloveyou1234", "Password2024!", "letmeinletmein"),
    *("adminadminadmin", "aaaaaaaaaaaa", "abc123abc123", "PASSWORD1234", "welcome12345", "football1234"),
]


@pytest.mark.parametrize("password", WEAK)
def test_common_password_is_refused(api: Api, password: str) -> None:
    assert invalid_fields(api.register(new_email(), password)) == {"password": "too-common"}


@pytest.mark.parametrize("length", [12, 128])
def test_length_bounds_are_accepted(api: Api, length: int) -> None:
    password = (new_password() * 6)[:length]
    assert api.login(*api.register_verified(password=password)).me()


def test_password_is_counted_in_characters(api: Api) -> None:
    password = "\u00fc\u4e2d\U0001f600\u00e5" * 32
    assert api.login(*api.register_verified(password=password)).me()


def test_role_cannot_be_chosen(api: Api) -> None:
    answer = api.register(new_email(), new_password(), role="admin")
    assert invalid_fields(answer).keys() == {"role"}


def test_missing_fields_are_named(api: Api) -> None:
    answer = api.anonymous.post("/auth/register", json={})
    assert {"email", "password"} <= invalid_fields(answer).keys()
