"""Forty-five names that generators trip over, each with what becomes of it: the folder's name, or a refusal."""

import pytest

from scaffold import catalogue
from scaffold.answers import complete
from scaffold.errors import UsageProblem

LONG = "x" * 65

# name: what the refusal proposes or says
REFUSED = {
    **{word: f"try '{word}-app'" for word in ("class", "import", "async", "lambda", "match", "case", "type")},
    **{word: f"try '{word.lower()}-app'" for word in ("None", "True")},
    **{module: f"try '{module}-app'" for module in ("json", "email", "logging", "asyncio", "site", "code")},
    **{package: f"try '{package}-app'" for package in ("flask", "jinja2", "sqlalchemy", "yaml")},
    **{folder: f"try '{folder}-app'" for folder in ("test", "tests")},
    **{device: f"try '{device.lower()}-app'" for device in ("CON", "nul", "com1", "LPT9")},
    "": "is empty",
    "   ": "is empty",
    " shop": "try 'shop'",
    "../shop": "try 'shop'",
    "a/b": "try 'a b'",
    "a\\b": "try 'a b'",
    "$(id)": "must not contain '$'",
    "`id`": "try 'id'",
    "shop; rm -rf ~": "try 'shop rm -rf'",
    "{{ 7 * 7 }}": "must not contain '{'",
    "{% raw %}": "try 'raw'",
    'say "hi"': "try 'say hi'",
    "a\nb": "try 'a b'",
    "a\x00b": "try 'a b'",
    "a\u202eb": "try 'a b'",
    "shop🚀": "try 'shop'",
    "-rf": "try 'rf'",
    "3d shop": "try 'app-3d-shop'",
    "_": "must begin with a letter",
    LONG: "at most 64 are allowed",
}
# name: the folder and the package that become of it
ACCEPTED = {
    "Проект": ("proekt", "proekt"),
    "Żółty Sklep": ("zolty-sklep", "zolty_sklep"),
    "Bob's & Co": ("bob-s-co", "bob_s_co"),
}


def test_table_has_forty_five_names() -> None:
    assert len(REFUSED) + len(ACCEPTED) >= 45


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_name_is_refused(name: str) -> None:
    with pytest.raises(UsageProblem) as refused:
        complete(catalogue.load("flask"), {"project_name": name})
    assert REFUSED[name] in refused.value.message
    assert "\n" not in refused.value.message


@pytest.mark.parametrize("name", ACCEPTED)
def test_everyday_name_is_transliterated(name: str) -> None:
    answers = complete(catalogue.load("flask"), {"project_name": name})
    assert (answers.slug, answers.package) == ACCEPTED[name]


@pytest.mark.parametrize("name", [name for name in REFUSED if "try '" in REFUSED[name]])
def test_proposal_is_accepted(name: str) -> None:
    proposal = REFUSED[name].partition("'")[2][:-1]
    assert complete(catalogue.load("flask"), {"project_name": proposal}).name == proposal
