"""Section 4: the Makefile's commands, as an operator runs them."""

from pathlib import Path

import pytest

from contract.client import Api, Session, new_password
from contract.mails import Mailbox
from contract.own_servers import Start
from contract.server import Environment, Service, make

ADMIN = "second-admin@example.com"


@pytest.fixture
def environment(service: Service, empty_database: str) -> Environment:
    return service.environment | {"DATABASE_URL": empty_database}


def test_make_lists_its_targets(project: Path, environment: Environment) -> None:
    listing = make(project, environment)
    targets = "setup dev test lint format types migrate migration seed admin check image up down"
    assert [name for name in targets.split() if name not in listing] == []


def test_migrations_run_twice(project: Path, environment: Environment) -> None:
    make(project, environment, "migrate")
    make(project, environment, "migrate")


def test_admin_can_log_in(project: Path, environment: Environment, serve: Start) -> None:
    password = new_password()
    make(project, environment, "migrate")
    make(project, environment, "admin", f"EMAIL={ADMIN}", f"PASSWORD={password}")
    service = serve(DATABASE_URL=environment["DATABASE_URL"])
    me = Api(service.base_url, Mailbox(Path())).login(ADMIN, password).me()
    assert (me["role"], me["is_active"], me["email_verified"]) == ("admin", True, True)


def test_weak_admin_password_is_refused(project: Path, environment: Environment) -> None:
    make(project, environment, "migrate")
    with pytest.raises(AssertionError, match=r"12 (to 128 )?characters") as refused:
        make(project, environment, "admin", f"EMAIL={ADMIN}", "PASSWORD=short")
    assert "Traceback" not in str(refused.value)


def test_prune_spares_what_is_in_use(project: Path, service: Service, alice: Session) -> None:
    make(project, service.environment, "prune")
    assert alice.me()["email"] == alice.email


def test_seed_makes_data_twice(project: Path, environment: Environment) -> None:
    development = environment | {"APP_ENV": "development"}
    make(project, development, "migrate")
    make(project, development, "seed")
    make(project, development, "seed")
