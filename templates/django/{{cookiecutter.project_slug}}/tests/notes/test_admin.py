import pytest
from django.test import Client as Browser

from {{ cookiecutter.package_name }}.users.models import User

from .factories import NoteFactory


@pytest.mark.parametrize("model", ["note", "tag"])
def test_list_is_shown(admin: User, model: str) -> None:
    NoteFactory.create(user=admin, title="Shopping")
    browser = Browser()
    browser.force_login(admin)
    assert browser.get(f"/admin/notes/{model}/").status_code == 200
    assert browser.get(f"/admin/notes/{model}/add/").status_code == 200
