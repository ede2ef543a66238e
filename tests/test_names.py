"""Names that files, shells, package indexes or Python would trip over are refused with a way out."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from cookiecutter.utils import create_env_with_context
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold import names
from scaffold.derive import package_for, slug_for
from tests.conftest import ROOT, TINY_QUESTIONS

RESERVED = ["fastapi", "PIL", "yaml"]


@pytest.mark.parametrize("name", ["My Shop", "Bob's Shop", "Café Zoë", "Проект", "日本", "R&D", "v2.0", "shop_2"])
def test_everyday_name_is_accepted(name: str) -> None:
    assert names.problem_with_name(name) is None


@pytest.mark.parametrize(
    "name",
    [
        *["", " ", "\n", " shop", "a/b", "../x", "a\\b", 'say "hi"', "{{ 7*7 }}", "{% x %}", "$(id)", "`id`", "a\nb"],
        *["a\tb", "a\x00b", "a\u202eb", "a\u200bb", "🚀", "a;b", "a|b", "a:b", "a#b", "<b>", "-shop", ".shop", "~"],
        "x" * 65,
    ],
)
def test_harmful_name_is_refused(name: str) -> None:
    assert names.problem_with_name(name)


@pytest.mark.parametrize(
    "slug",
    ["", "3d", "-a", "a-", "a--b", "A", "a_b", "a b", "проект", "x" * 65, "con", "com1", "test", "fastapi", "json"],
)
def test_unfit_slug_is_refused(slug: str) -> None:
    assert names.problem_with_slug(slug, RESERVED)


@pytest.mark.parametrize(
    "package",
    ["", "1a", "_a", "a-b", "A", "class", "match", "type", "json", "tests", "yaml", "nul", "__init__", "x" * 41, "é"],
)
def test_unfit_package_is_refused(package: str) -> None:
    assert names.problem_with_package(package, RESERVED)


@pytest.mark.parametrize("text", ['a "b"', "a\\b", "a\nb", "{{ a }}", "a\u202eb", "`a`", "$a", "<a>", "x" * 201])
def test_harmful_description_is_refused(text: str) -> None:
    assert names.problem_with_description(text)


def test_everyday_description_is_accepted() -> None:
    assert names.problem_with_description("Sells shoes: 50 % off, it's cheap! Really?") is None


@pytest.mark.parametrize(
    ("slug", "proposal"), [("проект", "proekt"), ("3d", "app-3d"), ("My Shop", "my-shop"), ("json", "json-app")]
)
def test_refusal_proposes_a_name(slug: str, proposal: str) -> None:
    assert f"try {proposal!r}" in str(names.problem_with_slug(slug, RESERVED))


@settings(deadline=None)
@given(st.text(max_size=80))
def test_proposal_is_itself_accepted(name: str) -> None:
    proposal = names.tidy(name)
    assert not proposal or names.problem_with_name(proposal) is None


@settings(deadline=None)
@given(st.text(max_size=80))
def test_accepted_name_is_plain_text(name: str) -> None:
    if names.problem_with_name(name) is None:
        assert not any(unicodedata.category(mark)[0] in "CZS" for mark in name.replace(" ", "").replace("+", ""))


@settings(deadline=None)
@given(st.text(max_size=80))
def test_derived_names_equal_cookiecutters(name: str) -> None:
    env = create_env_with_context({"cookiecutter": {}})
    slug = env.from_string(TINY_QUESTIONS["project_slug"]).render(cookiecutter={"project_name": name})
    package = env.from_string(TINY_QUESTIONS["package_name"]).render(cookiecutter={"project_slug": slug})
    assert (slug_for(name), package_for(slug)) == (slug, package)


def test_rules_need_the_standard_library_alone(tmp_path: Path) -> None:
    script = tmp_path / "rules.py"
    text = (ROOT / "scaffold/names.py").read_text("utf-8")
    script.write_text(f"{text}\nprint(problem_with_slug('Żółw', []))\n", "utf-8")
    done = subprocess.run([sys.executable, "-I", "-S", script], capture_output=True, encoding="utf-8", check=True)
    assert "lower-case" in done.stdout
