import re

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail

from {{ cookiecutter.package_name }}.auth.models import OneTimeToken, Session
from {{ cookiecutter.package_name }}.users.models import User

from ..client import V1, Client, field_codes
from ..factories import (
    PASSWORD,
    SECRET,
    OneTimeTokenFactory,
    RefreshTokenFactory,
    UserFactory,
)

ADDRESS = "ada@example.com"
TOKEN = re.compile(r"\?token=(\S+)")


def register(caller: Client, email: str = ADDRESS, password: str = PASSWORD) -> int:
    body = {"email": email, "password": password}
    return int(caller.post(f"{V1}/auth/register", body).status_code)


def log_in(caller: Client, email: str, password: str = PASSWORD) -> int:
    body = {"email": email, "password": password}
    return int(caller.post(f"{V1}/auth/login", body).status_code)


def test_mailed_link_verifies(anyone: Client) -> None:
    assert register(anyone) == 202
    found = TOKEN.search(str(mail.outbox[0].body))
    assert found is not None
    answer = anyone.post(f"{V1}/auth/verify-email", {"token": found[1]})
    assert answer.status_code == 204
    assert log_in(anyone, ADDRESS) == 200


def test_taken_address_answers_alike(anyone: Client, user: User) -> None:
    assert register(anyone, user.email) == 202
    assert mail.outbox[0].subject == "You already have an account"


def test_unverified_address_gets_another_link(anyone: Client) -> None:
    user = UserFactory.create(email_verified=False)
    assert register(anyone, user.email) == 202
    assert TOKEN.search(str(mail.outbox[0].body))


def test_address_is_folded(anyone: Client) -> None:
    register(anyone, "Ada@EXAMPLE.com")
    assert User.objects.get().email == ADDRESS


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "too-short"),
        ("x" * 129, "too-long"),
        (ADDRESS, "password-is-address"),
        ("1q2w3e4r5t6y", "too-common"),
        ("a\0good-password", "invalid-characters"),
    ],
)
def test_weak_password_is_refused(anyone: Client, password: str, code: str) -> None:
    answer = anyone.post(f"{V1}/auth/register", {"email": ADDRESS, "password": password})
    assert (answer.status_code, field_codes(answer)) == (422, {"password": code})


def test_bad_address_is_refused(anyone: Client) -> None:
    answer = anyone.post(f"{V1}/auth/register", {"email": "nobody", "password": PASSWORD})
    assert field_codes(answer) == {"email": "invalid-email"}


def test_unknown_field_is_refused(anyone: Client) -> None:
    answer = anyone.post(f"{V1}/auth/register", {"role": "admin"})
    assert field_codes(answer) == {
        "email": "required",
        "password": "required",
        "role": "unknown-field",
    }


def test_login_ignores_case(anyone: Client, user: User) -> None:
    assert log_in(anyone, user.email.upper()) == 200


def test_wrong_password_is_refused(anyone: Client, user: User) -> None:
    body = {"email": user.email, "password": "wrong"}
    answer = anyone.post(f"{V1}/auth/login", body)
    assert answer.json()["code"] == "wrong-credentials"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_unknown_address_is_refused(anyone: Client) -> None:
    assert log_in(anyone, ADDRESS) == 401


def test_disabled_account_is_refused(anyone: Client) -> None:
    assert log_in(anyone, UserFactory.create(is_active=False).email) == 401


def test_unverified_login_is_refused(anyone: Client) -> None:
    assert log_in(anyone, UserFactory.create(email_verified=False).email) == 403


def test_old_hash_is_renewed(anyone: Client, user: User) -> None:
    user.password = make_password(PASSWORD, hasher="bcrypt")
    user.save()
    assert log_in(anyone, user.email) == 200
    user.refresh_from_db()
    assert user.password.startswith("argon2$")


def test_form_opens_a_session(anyone: Client, user: User) -> None:
    form = f"grant_type=password&username={user.email}&password={PASSWORD}"
    kind = "application/x-www-form-urlencoded"
    answer = anyone.post(f"{V1}/auth/token", form, content_type=kind)
    assert (answer.status_code, answer.json()["token_type"]) == (200, "bearer")


def test_refresh_token_works_once(anyone: Client) -> None:
    session = RefreshTokenFactory.create().session
    body = {"refresh_token": SECRET}
    newest = anyone.post(f"{V1}/auth/refresh", body).json()["refresh_token"]
    assert anyone.post(f"{V1}/auth/refresh", body).status_code == 401
    assert anyone.post(f"{V1}/auth/refresh", {"refresh_token": newest}).status_code == 401
    session.refresh_from_db()
    assert session.revoked_at is not None


def test_unknown_refresh_token_is_refused(anyone: Client) -> None:
    assert anyone.post(f"{V1}/auth/refresh", {"refresh_token": "x"}).status_code == 401


def test_logout_ends_the_session(as_user: Client, session: Session) -> None:
    RefreshTokenFactory.create(session=session)
    assert as_user.post(f"{V1}/auth/logout", {"refresh_token": SECRET}).status_code == 204
    assert as_user.get(f"{V1}/users/me").status_code == 401


def test_logout_spares_other_users(as_user: Client) -> None:
    theirs = RefreshTokenFactory.create().session
    as_user.post(f"{V1}/auth/logout", {"refresh_token": SECRET})
    theirs.refresh_from_db()
    assert theirs.is_live


def test_mailed_link_resets(anyone: Client, as_user: Client, user: User) -> None:
    anyone.post(f"{V1}/auth/forgot-password", {"email": user.email})
    found = TOKEN.search(str(mail.outbox[0].body))
    assert found is not None
    body = {"token": found[1], "password": "another-password-8"}
    assert anyone.post(f"{V1}/auth/reset-password", body).status_code == 204
    assert as_user.get(f"{V1}/users/me").status_code == 401
    assert log_in(anyone, user.email, "another-password-8") == 200


def test_unknown_address_gets_no_link(anyone: Client) -> None:
    assert anyone.post(f"{V1}/auth/forgot-password", {"email": ADDRESS}).status_code == 202
    assert mail.outbox == []


def test_refused_password_keeps_the_link(anyone: Client) -> None:
    token = OneTimeTokenFactory.create(purpose=OneTimeToken.Purpose.RESET)
    body = {"token": SECRET, "password": token.user.email}
    assert anyone.post(f"{V1}/auth/reset-password", body).status_code == 422
    token.refresh_from_db()
    assert token.used_at is None


def test_link_is_for_one_purpose(anyone: Client) -> None:
    OneTimeTokenFactory.create(purpose=OneTimeToken.Purpose.RESET)
    answer = anyone.post(f"{V1}/auth/verify-email", {"token": SECRET})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-token")


def test_change_spares_this_session(as_user: Client, user: User) -> None:
    other = RefreshTokenFactory.create(session__user=user).session
    body = {"current_password": PASSWORD, "new_password": "another-password-8"}
    assert as_user.post(f"{V1}/auth/change-password", body).status_code == 204
    assert as_user.get(f"{V1}/users/me").status_code == 200
    other.refresh_from_db()
    assert not other.is_live


def test_change_needs_the_password(as_user: Client) -> None:
    body = {"current_password": "wrong", "new_password": "another-password-8"}
    answer = as_user.post(f"{V1}/auth/change-password", body)
    assert field_codes(answer) == {"current_password": "wrong-password"}


@pytest.mark.parametrize("value", ["", "Bearer", "Basic YTpi", "Bearer a b", "Bearer a.b.c"])
def test_bad_header_is_refused(anyone: Client, value: str) -> None:
    assert anyone.get(f"{V1}/users/me", HTTP_AUTHORIZATION=value).status_code == 401
