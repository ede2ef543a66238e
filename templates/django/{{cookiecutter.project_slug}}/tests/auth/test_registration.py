import re

import pytest
from django.core import mail

from {{ cookiecutter.package_name }}.auth.models import OneTimeToken
from {{ cookiecutter.package_name }}.users.models import User

from ..client import V1, Client
from ..factories import SECRET, OneTimeTokenFactory, UserFactory

ADDRESS = "ada@example.com"
THEIRS, OURS = "a-strangers-word-1", "the-owners-word-22"
TOKEN = re.compile(r"\?token=(\S+)")


def register(caller: Client, password: str, name: str | None = None) -> str:
    body = {"email": ADDRESS, "password": password, "name": name}
    caller.post(f"{V1}/auth/register", body)
    found = TOKEN.search(str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def verify(caller: Client, token: str) -> int:
    return int(caller.post(f"{V1}/auth/verify-email", {"token": token}).status_code)


def log_in(caller: Client, password: str) -> int:
    body = {"email": ADDRESS, "password": password}
    return int(caller.post(f"{V1}/auth/login", body).status_code)


@pytest.mark.parametrize("first", [True, False])
def test_link_brings_its_own_password(anyone: Client, *, first: bool) -> None:
    chosen = register(anyone, OURS, "Ada") if first else ""
    register(anyone, THEIRS, "Eve")
    chosen = chosen or register(anyone, OURS, "Ada")
    assert verify(anyone, chosen) == 204
    assert (log_in(anyone, OURS), log_in(anyone, THEIRS)) == (200, 401)
    assert User.objects.get().name == "Ada"


def test_other_links_are_void(anyone: Client) -> None:
    theirs, ours = register(anyone, THEIRS), register(anyone, OURS)
    assert (verify(anyone, ours), verify(anyone, theirs)) == (204, 400)


def test_newest_password_counts_until_then(anyone: Client) -> None:
    register(anyone, THEIRS)
    register(anyone, OURS)
    assert (log_in(anyone, OURS), log_in(anyone, THEIRS)) == (403, 401)


def test_reset_voids_older_links(anyone: Client) -> None:
    theirs = register(anyone, THEIRS)
    OneTimeTokenFactory.create(user=User.objects.get(), purpose=OneTimeToken.Purpose.RESET)
    anyone.post(f"{V1}/auth/reset-password", {"token": SECRET, "password": OURS})
    assert (verify(anyone, theirs), log_in(anyone, OURS)) == (400, 200)


def test_verified_account_keeps_its_password(anyone: Client) -> None:
    user = UserFactory.create(email=ADDRESS)
    before = user.password
    OneTimeTokenFactory.create(user=user, password_hash="another")
    assert verify(anyone, SECRET) == 204
    user.refresh_from_db()
    assert user.password == before
