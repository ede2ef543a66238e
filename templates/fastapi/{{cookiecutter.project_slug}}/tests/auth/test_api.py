import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from {{ cookiecutter.package_name }}.users.models import User

from ..callers import V1, Client, code_of, fields_of
from ..factories import PASSWORD, log_in, make_user
from ..mailbox import Mailbox

AUTH = f"{V1}/auth"
EMAIL = "new@example.com"
NEW_PASSWORD = "another long password"


async def register(client: Client, email: str = EMAIL, **fields: str) -> object:
    body = {"email": email, "password": PASSWORD} | fields
    response = await client.post(f"{AUTH}/register", json=body)
    assert response.status_code == 202, response.text
    return response.json()


async def login(client: Client, email: str = EMAIL, password: str = PASSWORD) -> int:
    body = {"email": email, "password": password}
    return (await client.post(f"{AUTH}/login", json=body)).status_code


async def test_new_account_logs_in(anonymous: Client, mails: Mailbox) -> None:
    await register(anonymous)
    answer = await anonymous.post(f"{AUTH}/verify-email", json={"token": mails.token()})
    assert answer.status_code == 204
    assert await login(anonymous) == 200


async def test_unverified_account_waits(anonymous: Client) -> None:
    await register(anonymous)
    body = {"email": EMAIL, "password": PASSWORD}
    answer = await anonymous.post(f"{AUTH}/login", json=body)
    assert code_of(answer) == (403, "email-not-verified")


async def test_taken_address_answers_alike(anonymous: Client, alice: User, mails: Mailbox) -> None:
    assert await register(anonymous, alice.email) == await register(anonymous)
    assert mails.subjects() == ["You already have an account", "Confirm your address"]


async def test_each_link_brings_its_own_password(anonymous: Client, mails: Mailbox) -> None:
    await register(anonymous, name="First")
    first = mails.token()
    await register(anonymous, password=NEW_PASSWORD, name="Second")
    second = mails.token()
    assert (await anonymous.post(f"{AUTH}/verify-email", json={"token": first})).status_code == 204
    assert [await login(anonymous), await login(anonymous, EMAIL, NEW_PASSWORD)] == [200, 401]
    answer = await anonymous.post(f"{AUTH}/verify-email", json={"token": second})
    assert code_of(answer) == (400, "invalid-token")


async def test_newest_password_waits(anonymous: Client) -> None:
    await register(anonymous)
    await register(anonymous, password=NEW_PASSWORD)
    assert [await login(anonymous), await login(anonymous, EMAIL, NEW_PASSWORD)] == [401, 403]


async def test_reset_outlives_older_links(anonymous: Client, mails: Mailbox) -> None:
    await register(anonymous)
    link = mails.token()
    await anonymous.post(f"{AUTH}/forgot-password", json={"email": EMAIL})
    body = {"token": mails.token(), "password": NEW_PASSWORD}
    await anonymous.post(f"{AUTH}/reset-password", json=body)
    await anonymous.post(f"{AUTH}/verify-email", json={"token": link})
    assert await login(anonymous, EMAIL, NEW_PASSWORD) == 200


async def test_address_is_no_password(anonymous: Client) -> None:
    body = {"email": EMAIL, "password": EMAIL.upper()}
    answer = await anonymous.post(f"{AUTH}/register", json=body)
    assert fields_of(answer) == {"password": "password-is-address"}


async def test_common_password_is_refused(anonymous: Client) -> None:
    body = {"email": EMAIL, "password": "password123456"}
    answer = await anonymous.post(f"{AUTH}/register", json=body)
    assert fields_of(answer) == {"password": "too-common"}


async def test_bad_registration_names_fields(anonymous: Client) -> None:
    body = {"email": "nobody", "password": "short", "role": "admin"}
    answer = await anonymous.post(f"{AUTH}/register", json=body)
    assert fields_of(answer) == {
        "email": "invalid-email",
        "password": "too-short",
        "role": "unknown-field",
    }


async def test_address_ignores_case(anonymous: Client, alice: User) -> None:
    assert await login(anonymous, alice.email.upper()) == 200


@pytest.mark.parametrize("email", ["alice@example.com", "nobody@example.com"])
async def test_wrong_password_is_refused(anonymous: Client, alice: User, email: str) -> None:
    del alice
    body = {"email": email, "password": NEW_PASSWORD}
    answer = await anonymous.post(f"{AUTH}/login", json=body)
    assert code_of(answer) == (401, "wrong-credentials")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_disabled_account_is_refused(anonymous: Client, db: AsyncSession) -> None:
    user = await make_user(db, is_active=False)
    assert await login(anonymous, user.email) == 401


async def test_form_logs_in(anonymous: Client, alice: User) -> None:
    form = {"grant_type": "password", "username": alice.email, "password": PASSWORD}
    answer = await anonymous.post(f"{AUTH}/token", data=form)
    assert answer.json().keys() == {
        "access_token",
        "refresh_token",
        "token_type",
        "expires_in",
    }
    assert answer.headers["Cache-Control"] == "no-store"


async def test_form_refuses_json(anonymous: Client) -> None:
    answer = await anonymous.post(f"{AUTH}/token", json={"username": "a", "password": "b"})
    assert code_of(answer) == (415, "unsupported-media-type")


async def test_form_names_missing_fields(anonymous: Client) -> None:
    answer = await anonymous.post(f"{AUTH}/token", data={"username": "a"})
    assert fields_of(answer) == {"password": "required"}


async def test_refresh_token_works_once(anonymous: Client, db: AsyncSession, alice: User) -> None:
    first = (await log_in(db, alice)).refresh_token
    answer = await anonymous.post(f"{AUTH}/refresh", json={"refresh_token": first})
    second = answer.json()["refresh_token"]
    answer = await anonymous.post(f"{AUTH}/refresh", json={"refresh_token": first})
    assert code_of(answer) == (401, "unauthenticated")
    answer = await anonymous.post(f"{AUTH}/refresh", json={"refresh_token": second})
    assert answer.status_code == 401, "a token that comes twice ends the login"


async def test_unknown_refresh_token_is_refused(anonymous: Client) -> None:
    answer = await anonymous.post(f"{AUTH}/refresh", json={"refresh_token": "x"})
    assert answer.status_code == 401


async def test_disabled_user_refreshes_nothing(
    anonymous: Client, db: AsyncSession, alice: User
) -> None:
    token = (await log_in(db, alice)).refresh_token
    alice.is_active = False
    await db.commit()
    answer = await anonymous.post(f"{AUTH}/refresh", json={"refresh_token": token})
    assert answer.status_code == 401


async def test_logout_ends_the_login(client: Client, db: AsyncSession, alice: User) -> None:
    tokens = await log_in(db, alice)
    answer = await client.post(f"{AUTH}/logout", json={"refresh_token": tokens.refresh_token})
    assert answer.status_code == 204
    assert (await client.get(f"{V1}/users/me")).status_code == 200
    client.use_token(tokens.access_token)
    assert (await client.get(f"{V1}/users/me")).status_code == 401


async def test_logout_ignores_unknown_tokens(client: Client) -> None:
    answer = await client.post(f"{AUTH}/logout", json={"refresh_token": "x"})
    assert answer.status_code == 204


async def test_logout_spares_other_users(client: Client, db: AsyncSession, boss: User) -> None:
    token = (await log_in(db, boss)).refresh_token
    await client.post(f"{AUTH}/logout", json={"refresh_token": token})
    answer = await client.post(f"{AUTH}/refresh", json={"refresh_token": token})
    assert answer.status_code == 200


async def test_forgotten_password_is_reset(client: Client, alice: User, mails: Mailbox) -> None:
    await client.post(f"{AUTH}/forgot-password", json={"email": alice.email})
    body = {"token": mails.token(), "password": NEW_PASSWORD}
    assert (await client.post(f"{AUTH}/reset-password", json=body)).status_code == 204
    assert (await client.get(f"{V1}/users/me")).status_code == 401, "a reset ends every login"
    assert await login(client, alice.email, NEW_PASSWORD) == 200
    answer = await client.post(f"{AUTH}/reset-password", json=body)
    assert code_of(answer) == (400, "invalid-token")


async def test_unknown_address_gets_no_mail(anonymous: Client, mails: Mailbox) -> None:
    answer = await anonymous.post(f"{AUTH}/forgot-password", json={"email": EMAIL})
    assert answer.status_code == 202
    assert mails.read() == []


async def test_change_ends_other_logins(
    client: Client, db: AsyncSession, anonymous: Client, alice: User
) -> None:
    anonymous.use_token((await log_in(db, alice)).access_token)
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert (await client.post(f"{AUTH}/change-password", json=body)).status_code == 204
    assert (await client.get(f"{V1}/users/me")).status_code == 200
    assert (await anonymous.get(f"{V1}/users/me")).status_code == 401


async def test_change_needs_present_password(client: Client) -> None:
    body = {"current_password": NEW_PASSWORD, "new_password": NEW_PASSWORD}
    answer = await client.post(f"{AUTH}/change-password", json=body)
    assert fields_of(answer) == {"current_password": "wrong-password"}


@pytest.mark.parametrize("header", ["", "Bearer", "Basic YTpi", "Bearer nonsense"])
async def test_bad_token_is_refused(anonymous: Client, header: str) -> None:
    answer = await anonymous.get(f"{V1}/users/me", headers={"Authorization": header})
    assert code_of(answer) == (401, "unauthenticated")
