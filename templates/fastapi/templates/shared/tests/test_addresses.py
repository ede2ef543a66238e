import pytest

from {{ cookiecutter.package_name }}.addresses import fold_address, is_address


@pytest.mark.parametrize(
    "typed", ["ZOË@Example.com", " zoe\u0308@example.com ", "zo\u00eb@\uff45xample.com"]
)
def test_forms_fold_to_one(typed: str) -> None:
    assert fold_address(typed) == "zo\u00eb@example.com"


@pytest.mark.parametrize("address", ["a@example.com", "a.b+c@sub.example.org", "ü@exämple.de"])
def test_sound_address_is_taken(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "@example.com",
        "a@",
        "a@example",
        "a..b@example.com",
        "a b@example.com",
        "a@-x.com",
        "a@b\n.com",
        f"{'a' * 65}@example.com",
        f"a@{'b.' * 130}com",
    ],
)
def test_odd_address_is_refused(address: str) -> None:
    assert not is_address(address)
