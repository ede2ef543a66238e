"""Show users on the admin site."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.http import HttpRequest

from ..addresses import fold_address, is_address
from ..auth.forms import PasswordForm
from ..auth.services import revoke_sessions
from . import services
from .models import Role, User
from .selectors import is_last_admin

if TYPE_CHECKING:
    from django.forms import ModelForm


class NewUserForm(AdminUserCreationForm):  # type: ignore[type-arg]  # not generic at run time
    """The form that makes an account."""

    class Meta:
        """What it asks for."""

        model = User
        fields = ["email"]

    def clean_email(self) -> str:
        """Bring the address to the form in which it is stored."""
        email = fold_address(self.cleaned_data["email"])
        if not is_address(email):
            self.add_error("email", "This is not a mail address.")
        return email


class UserForm(UserChangeForm):  # type: ignore[type-arg]  # not generic at run time
    """The form that changes an account."""

    def clean(self) -> dict[str, Any]:
        """Keep an active administrator."""
        values = super().clean() or self.cleaned_data
        remains = values.get("role") == Role.ADMIN and values.get("is_active")
        if not remains and is_last_admin(user=self.instance):
            self.add_error(None, "This is the last active administrator.")
        return values


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Accounts."""

    form = UserForm
    add_form = NewUserForm
    change_password_form = PasswordForm
    add_fieldsets = [(None, {"fields": ["email", "password1", "password2"]})]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        ("Access", {"fields": ["role", "is_active", "email_verified"]}),
        ("Times", {"fields": ["created_at", "updated_at"]}),
    ]
    list_display = ["email", "name", "role", "is_active", "email_verified"]
    list_filter = ["role", "is_active", "email_verified"]
    search_fields = ["email", "name"]
    ordering = ["-created_at"]
    filter_horizontal = []
    actions = None

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Let the address be chosen once."""
        return [] if obj is None else ["email", "created_at", "updated_at"]

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Keep the last administrator from being removed."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj is not None and is_last_admin(user=obj))

    def save_model(
        self,
        request: HttpRequest,
        obj: User,
        form: "ModelForm[User]",
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Store an account, and record what was changed."""
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            revoke_sessions(obj)
        if change and isinstance(request.user, User):
            services.record_change(user=obj, actor=request.user, fields=form.changed_data)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Remove an account, as the API does."""
        if isinstance(request.user, User):
            services.delete_user(user=obj, actor=request.user)
