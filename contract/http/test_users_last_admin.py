"""The last administrator can neither go nor step down."""

from contract.client import Session, items
from contract.problems import check_problem


def test_there_is_one_admin(admin: Session) -> None:
    admins = [user["email"] for user in items(admin.http, "/users") if user["role"] == "admin"]
    assert admins == [admin.email], "these rules need a service with one administrator"


def test_last_admin_cannot_step_down(admin: Session) -> None:
    check_problem(admin.http.patch(f"/users/{admin.id}", json={"role": "user"}), 409, "last-admin")
    assert admin.me()["role"] == "admin"


def test_last_admin_cannot_be_disabled(admin: Session) -> None:
    check_problem(admin.http.patch(f"/users/{admin.id}", json={"is_active": False}), 409, "last-admin")


def test_last_admin_cannot_be_deleted(admin: Session) -> None:
    check_problem(admin.http.delete(f"/users/{admin.id}"), 409, "last-admin")


def test_last_admin_cannot_leave(admin: Session) -> None:
    check_problem(admin.http.delete("/users/me"), 409, "last-admin")


def test_last_admin_may_be_renamed(admin: Session) -> None:
    body = {"name": "Admin", "role": "admin", "is_active": True}
    assert admin.http.patch(f"/users/{admin.id}", json=body).status_code == 200
