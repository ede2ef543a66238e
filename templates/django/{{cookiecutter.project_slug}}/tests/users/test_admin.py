import pytest
from django.test import Client as Browser

from {{ cookiecutter.package_name }}.users.models import Role, User

from ..factories import PASSWORD, AdminFactory

USERS = "/admin/users/user/"


@pytest.fixture
def browser(admin: User) -> Browser:
    browser = Browser()
    browser.force_login(admin)
    return browser


def form(user: User, **changes: str) -> dict[str, str]:
    return {"name": user.name or "", "role": user.role, "is_active": "on", **changes}


def test_admin_logs_in(admin: User) -> None:
    pair = {"username": admin.email.upper(), "password": PASSWORD}
    answer = Browser().post("/admin/login/?next=/admin/", pair)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")


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


def test_last_admin_stays(browser: Browser, admin: User) -> None:
    answer = browser.post(f"{USERS}{admin.pk}/change/", form(admin, role=Role.USER))
    assert "last active administrator" in answer.content.decode()


def test_last_admin_cannot_be_deleted(browser: Browser, admin: User) -> None:
    assert browser.post(f"{USERS}{admin.pk}/delete/", {"post": "yes"}).status_code == 403


def test_other_admins_can_be_deleted(browser: Browser) -> None:
    other = AdminFactory.create()
    assert browser.post(f"{USERS}{other.pk}/delete/", {"post": "yes"}).status_code == 302
