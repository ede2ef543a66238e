"""The forms of the admin site by which people get in, and set passwords."""

from typing import TYPE_CHECKING, Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.forms import AdminPasswordChangeForm as DjangoOwnPasswordForm
from django.contrib.auth.forms import AdminPasswordChangeForm as DjangoPasswordForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from .. import audit
from ..addresses import fold_address
from ..audit import Event
from ..errors import EmailNotVerified, TooManyRequests
from ..users.models import User
from .errors import WrongCredentials
from .password_services import end_access
from .services import check_credentials

if TYPE_CHECKING:
    from django.forms import Form

    Base = Form
else:
    Base = object


class LoginForm(AdminAuthenticationForm):
    """The way in, guarded as the API's is.

    Attributes:
        refusal: set where it was tried too often.
    """

    request: HttpRequest
    refusal: TooManyRequests | None = None

    def clean(self) -> dict[str, Any]:
        """Find the administrator who has the address and the password.

        Raises:
            ValidationError: there is none, or it was tried too often.
        """
        email, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if email and password:
            self.user_cache = self.find(fold_address(email), password)
        return self.cleaned_data

    def find(self, email: str, password: str) -> User:
        """Find an administrator."""
        client = self.request.META["REMOTE_ADDR"]
        try:
            return check_credentials(email=email, password=password, client=client, staff=True)
        except TooManyRequests as error:
            self.refusal = error
            raise ValidationError(error.detail, code=error.code) from error
        except (WrongCredentials, EmailNotVerified) as error:
            raise self.get_invalid_login_error() from error


class EndsAccess(Base):
    """Let no session and no mailed link outlive the old password."""

    user: User

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - Django's signature
        """Store the password."""
        with transaction.atomic():
            user: User = super().save(commit)  # type: ignore[misc]  # of the form mixed in
            end_access(user)
        audit.record(Event.PASSWORD_CHANGED, user_id=user.pk)
        return user


class OwnPasswordForm(EndsAccess, DjangoOwnPasswordForm):
    """A new password for oneself."""


class PasswordForm(EndsAccess, DjangoPasswordForm):  # type: ignore[type-arg]  # not generic at run time
    """A new password for somebody else."""
