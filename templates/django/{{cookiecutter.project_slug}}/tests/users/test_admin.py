import logging
from typing import Any

import pytest
from django.test import Client as Browser

from {{ cookiecutter.package_name }}.users.models import Role, User

from ..factories import PASSWORD, AdminFactory, SessionFactory

USERS = "/admin/users/user/"
LOGIN = "/admin/login/?next=/admin/"


@pytest.fixture
def browser(admin: User) -> Browser:
    browser = Browser()
    browser.force_login(admin)
    return browser


@pytest.mark.parametrize("own", [True, False])
def test_new_password_ends_sessions(
    browser: Browser, admin: User, user: User, *, own: bool
) -> None:
    session = SessionFactory.create(user=admin if own else user)
    new = "another-word-88"
    if own:
        words = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
        browser.post("/admin/password_change/", words)
    else:
        words = {"usable_password": "true", "password1": new, "password2": new}
        browser.post(f"{USERS}{user.pk}/password/", words)
    session.refresh_from_db()
    assert not session.is_live
    assert browser.get(USERS).status_code == 200


def test_weak_password_is_refused(browser: Browser, user: User) -> None:
    words = {"usable_password": "true", "password1": "Password1234", "password2": "Password1234"}
    answer = browser.post(f"{USERS}{user.pk}/password/", words)
    assert "attackers try" in answer.content.decode()


def test_changes_are_recorded(
    browser: Browser, admin: User, user: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    browser.post(f"{USERS}{user.pk}/change/", form(user, role=Role.ADMIN))
    browser.post(f"{USERS}{user.pk}/delete/", {"post": "yes"})
    events: list[Any] = [record.msg for record in caplog.records if "audit" in record.name]
    assert [event["event"] for event in events] == ["user-changed", "user-deleted"]
    assert {event["actor_id"] for event in events} == {str(admin.pk)}
    assert events[0]["role"] == "admin"


def form(user: User, **changes: str) -> dict[str, str]:
    return {"name": user.name or "", "role": user.role, "is_active": "on", **changes}


def test_admin_logs_in(admin: User) -> None:
    pair = {"username": admin.email.upper(), "password": PASSWORD}
    answer = Browser().post("/admin/login/?next=/admin/", pair)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")


def test_admin_site_is_throttled(admin: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    pair = {"username": admin.email, "password": "wrong"}
    answers = [Browser().post(LOGIN, pair) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [*([200] * 5), 429]
    assert "Retry-After" in answers[-1].headers
    assert "tried too often" in answers[-1].content.decode()
    recorded = [record.msg["event"] for record in caplog.records if "audit" in record.name]  # type: ignore[index]  # a dictionary
    assert recorded == [*(["login-failed"] * 5), "throttled"]


@pytest.mark.parametrize("changes", [{"role": Role.USER}, {"email_verified": False}])
def test_others_cannot_log_in(changes: dict[str, Any]) -> None:
    user = AdminFactory.create(**changes)
    answer = Browser().post(LOGIN, {"username": user.email, "password": PASSWORD})
    assert "Please enter the correct" in answer.content.decode()


def test_half_a_pair_is_asked_again() -> None:
    assert "This field is required." in Browser().post(LOGIN, {}).content.decode()


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "\\\\evil.example"])
def test_login_leads_nowhere_else(admin: User, place: str) -> None:
    pair = {"username": admin.email, "password": PASSWORD, "next": place}
    assert Browser().post(LOGIN, pair).headers["Location"] == "/admin/"


def test_users_stay_outside(user: User) -> None:
    browser = Browser()
    browser.force_login(user)
    assert browser.get("/admin/").status_code == 302


def test_pages_have_their_policy(browser: Browser) -> None:
    policy = browser.get("/admin/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_style_is_served() -> None:
    answer = Browser().get("/static/admin/css/base.css")
    answer.close()
    assert answer.status_code == 200


def test_accounts_can_be_found(browser: Browser, user: User) -> None:
    assert user.email in browser.get(f"{USERS}?q={user.email}").content.decode()


def test_account_can_be_made(browser: Browser) -> None:
    passwords = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    answer = browser.post(f"{USERS}add/", {"email": "Ada@Example.com", **passwords})
    assert answer.status_code == 302
    assert User.objects.filter(email="ada@example.com").exists()


def test_bad_address_is_refused(browser: Browser) -> None:
    passwords = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    answer = browser.post(f"{USERS}add/", {"email": "nobody", **passwords})
    assert "This is not a mail address." in answer.content.decode()


def test_account_can_be_changed(browser: Browser, user: User) -> None:
    browser.post(f"{USERS}{user.pk}/change/", form(user, role=Role.ADMIN))
    user.refresh_from_db()
    assert user.role == Role.ADMIN


def test_disabling_ends_sessions(browser: Browser, user: User) -> None:
    session = SessionFactory.create(user=user)
    browser.post(f"{USERS}{user.pk}/change/", form(user, is_active=""))
    session.refresh_from_db()
    assert not session.is_live


def test_last_admin_stays(browser: Browser, admin: User) -> None:
    answer = browser.post(f"{USERS}{admin.pk}/change/", form(admin, role=Role.USER))
    assert "last active administrator" in answer.content.decode()


def test_last_admin_cannot_be_deleted(browser: Browser, admin: User) -> None:
    assert browser.post(f"{USERS}{admin.pk}/delete/", {"post": "yes"}).status_code == 403


def test_other_admins_can_be_deleted(browser: Browser) -> None:
    other = AdminFactory.create()
    assert browser.post(f"{USERS}{other.pk}/delete/", {"post": "yes"}).status_code == 302
