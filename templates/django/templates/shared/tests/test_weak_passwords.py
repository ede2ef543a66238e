import pytest

from {{ cookiecutter.package_name }}.weak_passwords import common_passwords, is_common


@pytest.mark.parametrize(
    "password",
    [
        "1q2w3e4r5t6y",
        "123456789012",
        "83920174650192",
        "Password1234",
        "P@ssw0rd!2026",
        "passwordpassword",
        "adminadmin123",
        "qwertyuiop[]",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
    ],
)
def test_common_password_is_known(password: str) -> None:
    assert is_common(password)


@pytest.mark.parametrize(
    "password", ["correct horse battery staple", "tractor-lemon-42", "8#2!9@1$7%3^x7"]
)
def test_rare_password_passes(password: str) -> None:
    assert not is_common(password)


def test_list_has_ten_thousand() -> None:
    assert len(common_passwords()) == 10_000
