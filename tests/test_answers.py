"""Answers come from several places; the later place wins, and nothing unknown slips in."""

from pathlib import Path
from typing import Any

import pytest

from scaffold import answers, catalogue
from scaffold.errors import ScaffoldError, UsageProblem
from scaffold.models import Template


@pytest.fixture
def template(house: Path) -> Template:
    return catalogue.read(house / "templates/flask", name="flask", title="Flask", summary="Small")


@pytest.mark.parametrize(
    ("word", "value"), [("true", True), ("Yes", True), ("on", True), ("no", False), ("OFF", False)]
)
def test_boolean_words_are_read(template: Template, word: str, value: bool) -> None:  # noqa: FBT001 - a parameter
    assert answers.take(template, {"example": word}, "--set") == {"example": value}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"databse": "sqlite"}, "did you mean 'database'"),
        ({"database": "sqllite"}, "did you mean 'sqlite'? choose from postgresql, sqlite"),
        ({"example": "maybe"}, "example is either true or false, not 'maybe'"),
        ({"database": True}, "database takes text, not True"),
        ({"_jinja2_env_vars": {}}, "unknown option"),
        ({"_reserved": []}, "unknown option"),
    ],
)
def test_wrong_answer_is_refused(template: Template, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UsageProblem, match=sentence.replace("?", r"\?")):
        answers.take(template, given, "--set")


@pytest.mark.parametrize("pairs", [["database"], ["ci=none", "ci=github"]])
def test_malformed_flags_are_refused(pairs: list[str]) -> None:
    with pytest.raises(UsageProblem):
        answers.read_flags(pairs)


def test_value_may_hold_equals_signs() -> None:
    assert answers.read_flags(["description=a=b"]) == {"description": "a=b"}


def test_defaults_fill_the_gaps(template: Template) -> None:
    complete = answers.complete(template, {"project_name": "Big Shop"})
    assert (complete.slug, complete.package, complete.values["database"]) == ("big-shop", "big_shop", "postgresql")


def test_package_follows_a_given_slug(template: Template) -> None:
    assert answers.complete(template, {"project_slug": "corner-shop"}).package == "corner_shop"


def test_impossible_combination_is_refused(template: Template) -> None:
    with pytest.raises(UsageProblem, match="worker=true needs database=postgresql"):
        answers.complete(template, {"worker": True, "database": "sqlite"})


def test_answer_of_another_template_is_refused(template: Template) -> None:
    with pytest.raises(UsageProblem, match="unknown option of flask 'admin'"):
        answers.complete(template, {"admin": True})


def test_value_is_never_rendered(template: Template) -> None:
    with pytest.raises(UsageProblem, match="must not contain"):
        answers.complete(template, {"description": "{{ 7 * 7 }}"})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.toml", 'template = "flask"\ndatabase = "sqlite"'),
        ("a.json", '{"template": "flask", "database": "sqlite"}'),
        (".scaffold.toml", '[template]\nname = "flask"\nversion = "1"\n[answers]\ndatabase = "sqlite"'),
    ],
)
def test_answers_file_is_read(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert answers.read_file(tmp_path / name) == {"template": "flask", "database": "sqlite"}


@pytest.mark.parametrize(("name", "text"), [("a.toml", "a ="), ("a.json", "{"), ("b.json", "[1]"), ("c.toml", "\x00")])
def test_broken_answers_file_is_refused(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(UsageProblem):
        answers.read_file(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "text"), [("a.toml", "a=" + "[" * 9999), ("a.json", "[" * 99999), ("b.toml", "a" * 9**7)]
)
def test_endless_answers_file_is_refused(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(UsageProblem, match="answers file"):
        answers.read_file(tmp_path / name)


def test_device_is_no_answers_file() -> None:
    with pytest.raises(UsageProblem, match=r"is not valid TOML|at most 1,000,000 bytes"):
        answers.read_file(Path("/dev/zero"))


@pytest.mark.parametrize(
    ("record", "template"),
    [
        ('name = "flask"\nversion = "1"', "flask"),
        ('name = "x"\nsource = "gh:a/b"\ncommit = "abc"\nfolder = "in"', "gh:a/b@abc#in"),
        ('name = "x"\nsource = "/t.zip"\ndigest = "sha256:1"\nfolder = "."', "/t.zip"),
        ('name = "flask"\nsource = "https://h/fork"\ncommit = "abc"', "flask"),
        ('source = 5\nfolder = "."', "5"),
    ],
)
def test_record_names_its_template(tmp_path: Path, record: str, template: str) -> None:
    (tmp_path / ".scaffold.toml").write_text(f"[template]\n{record}\n[answers]\n", "utf-8")
    assert answers.read_file(tmp_path / ".scaffold.toml") == {"template": template}


def test_missing_answers_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError, match="No such file"):
        answers.read_file(tmp_path / "none.toml")
