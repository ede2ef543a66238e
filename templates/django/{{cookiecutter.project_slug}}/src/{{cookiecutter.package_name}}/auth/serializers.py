"""Say what a caller sends and gets on the way in and out."""

from typing import Any

from rest_framework import serializers

from ..fields import BodySerializer, EmailField, TextField
from ..users.serializers import NAME_LENGTH
from ..users.validators import LONGEST, SHORTEST

TOKEN_LENGTH = 1000


class NewPasswordField(TextField):
    """A password that somebody chooses."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - the options of `CharField`
        """Take the options of `CharField`."""
        super().__init__(min_length=SHORTEST, max_length=LONGEST, **options)


class RegistrationSerializer(BodySerializer):
    """A new account."""

    email = EmailField()
    password = NewPasswordField()
    name = TextField(required=False, allow_null=True, min_length=1, max_length=NAME_LENGTH)


class CredentialsSerializer(BodySerializer):
    """An address and its password."""

    email = EmailField()
    password = TextField(max_length=LONGEST)


class PasswordGrantSerializer(BodySerializer):
    """The form by which OAuth2 clients send a pair (RFC 6749, section 4.3.2)."""

    username = EmailField()
    password = TextField(max_length=LONGEST)
    grant_type = serializers.ChoiceField(["password"], required=False)
    scope = TextField(required=False, allow_blank=True)
    client_id = TextField(required=False, allow_blank=True)
    client_secret = TextField(required=False, allow_blank=True)


class RefreshTokenSerializer(BodySerializer):
    """The refresh token of a session."""

    refresh_token = TextField(max_length=TOKEN_LENGTH)


class EmailTokenSerializer(BodySerializer):
    """The token of the link in a mail."""

    token = TextField(max_length=TOKEN_LENGTH)


class ForgottenPasswordSerializer(BodySerializer):
    """The address of an account whose password is lost."""

    email = EmailField()


class PasswordResetSerializer(BodySerializer):
    """A new password, and the token of the mail that allows it."""

    token = TextField(max_length=TOKEN_LENGTH)
    password = NewPasswordField()


class PasswordChangeSerializer(BodySerializer):
    """A new password, and the old one that allows it."""

    current_password = TextField(max_length=LONGEST)
    new_password = NewPasswordField()


class TokenPairSerializer(serializers.Serializer[Any]):
    """A short-lived token for requests, and a long-lived one to get the next pair."""

    access_token = serializers.CharField()
    refresh_token = serializers.CharField()
    token_type = serializers.ChoiceField(["bearer"])
    expires_in = serializers.IntegerField()


class NoticeSerializer(serializers.Serializer[Any]):
    """A sentence for the caller."""

    detail = serializers.CharField()
