"""Who reads the database learns no password, no token that works, and not who was throttled."""

from contract.client import Api, new_email, new_password
from contract.server import Service
from contract.tables import Tables

from .attacks import Attacker
from .conftest import LIMIT


def test_secrets_are_not_stored(service: Service, api: Api) -> None:
    email, password = new_email(), new_password()
    api.register(email, password)
    verify = api.mailbox.wait_for_token(email, "verify-email")
    waiting = Tables(service.environment["DATABASE_URL"]).everything()
    api.verify(email)
    session = api.login(email, password)
    refreshed = api.refresh(session.refresh_token).json()["refresh_token"]
    reset = api.forgotten_password_token(email)
    stored = waiting + Tables(service.environment["DATABASE_URL"]).everything()
    assert email in stored
    secrets = [password, verify, reset, session.refresh_token, refreshed, session.access_token]
    assert [secret for secret in secrets if secret in stored] == []


def test_throttling_stores_no_address(service: Service, mallory: Attacker) -> None:
    email = new_email()
    mallory.guesses(email, LIMIT + 1)
    stored = Tables(service.environment["DATABASE_URL"]).everything()
    assert email not in stored
    assert mallory.address not in stored
