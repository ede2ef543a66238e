from {{ cookiecutter.package_name }}.users.models import Role, User


def test_user_is_named_by_address(user: User) -> None:
    assert str(user) == user.email


def test_superuser_is_an_admin() -> None:
    user = User.objects.create_superuser("Ada@Example.com", "a-good-password-7")
    assert (user.email, user.role, user.email_verified) == ("ada@example.com", Role.ADMIN, True)


def test_only_admins_have_permissions(user: User, admin: User) -> None:
    assert admin.has_perm("users.view_user")
    assert admin.has_module_perms("users")
    assert not user.has_perm("users.view_user")
    assert not user.has_module_perms("users")
