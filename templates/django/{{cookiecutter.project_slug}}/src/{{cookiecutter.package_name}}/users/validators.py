"""Rules for passwords, for the API and the admin site alike."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from ..addresses import fold_address
from ..errors import FieldError, Invalid
from ..weak_passwords import is_common
from .models import User

SHORTEST = 12
LONGEST = 128


class LengthValidator:
    """Refuse a password that is too short, or too long to hash at ease."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Check a password.

        Raises:
            ValidationError: it has too few or too many characters.
        """
        if len(password) < SHORTEST:
            raise ValidationError(self.get_help_text(), code="too-short")
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="too-long")

    def get_help_text(self) -> str:
        """Say the rule."""
        return f"A password has {SHORTEST} to {LONGEST} characters."


class NotTheAddressValidator:
    """Refuse the account's own address as its password."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Check a password.

        Raises:
            ValidationError: it is the address.
        """
        if user is not None and fold_address(password) == user.email:
            raise ValidationError(self.get_help_text(), code="password-is-address")

    def get_help_text(self) -> str:
        """Say the rule."""
        return "The password must not be the address."


class CommonPasswordValidator:
    """Refuse a password that attackers try first."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Check a password.

        Raises:
            ValidationError: it is common, or one that is with a little around it.
        """
        if is_common(password):
            raise ValidationError(self.get_help_text(), code="too-common")

    def get_help_text(self) -> str:
        """Say the rule."""
        return "The password must not be among the first that attackers try."


def check_password_rules(password: str, *, user: User, field: str) -> None:
    """Check a password by all of `AUTH_PASSWORD_VALIDATORS`.

    Raises:
        Invalid: it breaks a rule; the error names `field`.
    """
    try:
        validate_password(password, user)
    except ValidationError as error:
        broken = [
            FieldError(
                field=field,
                code=rule.code or "invalid",
                message=" ".join(rule.messages),
            )
            for rule in error.error_list
        ]
        raise Invalid(errors=broken) from error
