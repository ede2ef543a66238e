import pytest
from sqlalchemy.orm import Session

from {{ cookiecutter.package_name }}.users.models import User

from ..callers import V1, Client, code_of, fields_of
from ..factories import PASSWORD, log_in, make_user
from ..mailbox import Mailbox

AUTH = f"{V1}/auth"
EMAIL = "new@example.com"
NEW_PASSWORD = "another long password"


def register(client: Client, email: str = EMAIL, **fields: str) -> object:
    body = {"email": email, "password": PASSWORD} | fields
    response = client.post(f"{AUTH}/register", json=body)
    assert response.status_code == 202, response.text
    return response.get_json()


def login(client: Client, email: str = EMAIL, password: str = PASSWORD) -> int:
    body = {"email": email, "password": password}
    return client.post(f"{AUTH}/login", json=body).status_code


def test_new_account_logs_in(anonymous: Client, mails: Mailbox) -> None:
    register(anonymous)
    answer = anonymous.post(f"{AUTH}/verify-email", json={"token": mails.token()})
    assert answer.status_code == 204
    assert login(anonymous) == 200


def test_unverified_account_waits(anonymous: Client) -> None:
    register(anonymous)
    body = {"email": EMAIL, "password": PASSWORD}
    answer = anonymous.post(f"{AUTH}/login", json=body)
    assert code_of(answer) == (403, "email-not-verified")


def test_taken_address_answers_alike(anonymous: Client, alice: User, mails: Mailbox) -> None:
    assert register(anonymous, alice.email) == register(anonymous)
    assert mails.subjects() == ["You already have an account", "Confirm your address"]


def test_each_link_brings_its_own_password(anonymous: Client, mails: Mailbox) -> None:
    register(anonymous, name="First")
    first = mails.token()
    register(anonymous, password=NEW_PASSWORD, name="Second")
    second = mails.token()
    assert anonymous.post(f"{AUTH}/verify-email", json={"token": first}).status_code == 204
    assert [login(anonymous), login(anonymous, EMAIL, NEW_PASSWORD)] == [200, 401]
    answer = anonymous.post(f"{AUTH}/verify-email", json={"token": second})
    assert code_of(answer) == (400, "invalid-token")


def test_newest_password_waits(anonymous: Client) -> None:
    register(anonymous)
    register(anonymous, password=NEW_PASSWORD)
    assert [login(anonymous), login(anonymous, EMAIL, NEW_PASSWORD)] == [401, 403]


def test_reset_outlives_older_links(anonymous: Client, mails: Mailbox) -> None:
    register(anonymous)
    link = mails.token()
    anonymous.post(f"{AUTH}/forgot-password", json={"email": EMAIL})
    body = {"token": mails.token(), "password": NEW_PASSWORD}
    anonymous.post(f"{AUTH}/reset-password", json=body)
    anonymous.post(f"{AUTH}/verify-email", json={"token": link})
    assert login(anonymous, EMAIL, NEW_PASSWORD) == 200


def test_address_is_no_password(anonymous: Client) -> None:
    body = {"email": EMAIL, "password": EMAIL.upper()}
    answer = anonymous.post(f"{AUTH}/register", json=body)
    assert fields_of(answer) == {"password": "password-is-address"}


def test_common_password_is_refused(anonymous: Client) -> None:
    body = {"email": EMAIL, "password": "password123456"}
    answer = anonymous.post(f"{AUTH}/register", json=body)
    assert fields_of(answer) == {"password": "too-common"}


def test_bad_registration_names_fields(anonymous: Client) -> None:
    body = {"email": "nobody", "password": "short", "role": "admin"}
    answer = anonymous.post(f"{AUTH}/register", json=body)
    assert fields_of(answer) == {
        "email": "invalid-email",
        "password": "too-short",
        "role": "unknown-field",
    }


def test_address_ignores_case(anonymous: Client, alice: User) -> None:
    assert login(anonymous, alice.email.upper()) == 200


@pytest.mark.parametrize("email", ["alice@example.com", "nobody@example.com"])
def test_wrong_password_is_refused(anonymous: Client, alice: User, email: str) -> None:
    del alice
    body = {"email": email, "password": NEW_PASSWORD}
    answer = anonymous.post(f"{AUTH}/login", json=body)
    assert code_of(answer) == (401, "wrong-credentials")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_disabled_account_is_refused(anonymous: Client, session: Session) -> None:
    user = make_user(session, is_active=False)
    assert login(anonymous, user.email) == 401


def test_form_logs_in(anonymous: Client, alice: User) -> None:
    form = {"grant_type": "password", "username": alice.email, "password": PASSWORD}
    answer = anonymous.post(f"{AUTH}/token", data=form)
    assert answer.get_json().keys() == {
        "access_token",
        "refresh_token",
        "token_type",
        "expires_in",
    }
    assert answer.headers["Cache-Control"] == "no-store"


def test_form_refuses_json(anonymous: Client) -> None:
    answer = anonymous.post(f"{AUTH}/token", json={"username": "a", "password": "b"})
    assert code_of(answer) == (415, "unsupported-media-type")


def test_form_names_missing_fields(anonymous: Client) -> None:
    answer = anonymous.post(f"{AUTH}/token", data={"username": "a"})
    assert fields_of(answer) == {"password": "required"}


def test_refresh_token_works_once(anonymous: Client, session: Session, alice: User) -> None:
    first = log_in(session, alice).refresh_token
    answer = anonymous.post(f"{AUTH}/refresh", json={"refresh_token": first})
    second = answer.get_json()["refresh_token"]
    answer = anonymous.post(f"{AUTH}/refresh", json={"refresh_token": first})
    assert code_of(answer) == (401, "unauthenticated")
    answer = anonymous.post(f"{AUTH}/refresh", json={"refresh_token": second})
    assert answer.status_code == 401, "a token that comes twice ends the login"


def test_unknown_refresh_token_is_refused(anonymous: Client) -> None:
    answer = anonymous.post(f"{AUTH}/refresh", json={"refresh_token": "x"})
    assert answer.status_code == 401


def test_disabled_user_refreshes_nothing(anonymous: Client, session: Session, alice: User) -> None:
    token = log_in(session, alice).refresh_token
    alice.is_active = False
    session.commit()
    answer = anonymous.post(f"{AUTH}/refresh", json={"refresh_token": token})
    assert answer.status_code == 401


def test_logout_ends_the_login(client: Client, session: Session, alice: User) -> None:
    tokens = log_in(session, alice)
    answer = client.post(f"{AUTH}/logout", json={"refresh_token": tokens.refresh_token})
    assert answer.status_code == 204
    assert client.get(f"{V1}/users/me").status_code == 200
    client.token = tokens.access_token
    assert client.get(f"{V1}/users/me").status_code == 401


def test_logout_ignores_unknown_tokens(client: Client) -> None:
    answer = client.post(f"{AUTH}/logout", json={"refresh_token": "x"})
    assert answer.status_code == 204


def test_logout_spares_other_users(client: Client, session: Session, boss: User) -> None:
    token = log_in(session, boss).refresh_token
    client.post(f"{AUTH}/logout", json={"refresh_token": token})
    answer = client.post(f"{AUTH}/refresh", json={"refresh_token": token})
    assert answer.status_code == 200


def test_forgotten_password_is_reset(client: Client, alice: User, mails: Mailbox) -> None:
    client.post(f"{AUTH}/forgot-password", json={"email": alice.email})
    body = {"token": mails.token(), "password": NEW_PASSWORD}
    assert client.post(f"{AUTH}/reset-password", json=body).status_code == 204
    assert client.get(f"{V1}/users/me").status_code == 401, "a reset ends every login"
    assert login(client, alice.email, NEW_PASSWORD) == 200
    answer = client.post(f"{AUTH}/reset-password", json=body)
    assert code_of(answer) == (400, "invalid-token")


def test_unknown_address_gets_no_mail(anonymous: Client, mails: Mailbox) -> None:
    answer = anonymous.post(f"{AUTH}/forgot-password", json={"email": EMAIL})
    assert answer.status_code == 202
    assert mails.read() == []


def test_change_ends_other_logins(
    client: Client, session: Session, anonymous: Client, alice: User
) -> None:
    anonymous.token = log_in(session, alice).access_token
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert client.post(f"{AUTH}/change-password", json=body).status_code == 204
    assert client.get(f"{V1}/users/me").status_code == 200
    assert anonymous.get(f"{V1}/users/me").status_code == 401


def test_change_needs_present_password(client: Client) -> None:
    body = {"current_password": NEW_PASSWORD, "new_password": NEW_PASSWORD}
    answer = client.post(f"{AUTH}/change-password", json=body)
    assert fields_of(answer) == {"current_password": "wrong-password"}


@pytest.mark.parametrize("header", ["", "Bearer", "Basic YTpi", "Bearer nonsense"])
def test_bad_token_is_refused(anonymous: Client, header: str) -> None:
    answer = anonymous.get(f"{V1}/users/me", headers={"Authorization": header})
    assert code_of(answer) == (401, "unauthenticated")
