import pytest
from django.db import connection
from django.db.models import QuerySet

from {{ cookiecutter.package_name }}.notes import selectors
from {{ cookiecutter.package_name }}.notes.models import Note
from {{ cookiecutter.package_name }}.users.models import User

from .plans import BEFORE_EXPLAIN


def plan_of(notes: QuerySet[Note]) -> str:
    with connection.cursor() as cursor:
        for setting in BEFORE_EXPLAIN[connection.vendor]:
            cursor.execute(setting)
    return notes.explain()


@pytest.mark.parametrize(
    ("order", "index"),
    [
        (("-created_at", "-id"), "notes_user_created_at_id"),
        (("created_at", "id"), "notes_user_created_at_id"),
        (("title", "id"), "notes_user_title_id"),
    ],
)
def test_list_is_read_by_index(user: User, order: tuple[str, str], index: str) -> None:
    plan = plan_of(selectors.list_notes(user=user).order_by(*order)[:20])
    assert index in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
