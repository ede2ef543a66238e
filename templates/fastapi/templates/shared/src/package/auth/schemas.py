"""Say what a caller sends and gets on the way in and out."""

from typing import Literal

from pydantic import BaseModel

from ..fields import Body, Email, Name, NewPassword, Secret, Token, View


class Registration(Body):
    """A new account."""

    email: Email
    password: NewPassword
    name: Name | None = None


class Credentials(Body):
    """An address and its password."""

    email: Email
    password: Secret


class PasswordForm(BaseModel):
    """An address and its password, as OAuth2 sends them (RFC 6749, section 4.3.2)."""

    username: Secret
    password: Secret


class RefreshToken(Body):
    """The refresh token of a session."""

    refresh_token: Token


class EmailToken(Body):
    """The token of the link in a mail."""

    token: Token


class ForgottenPassword(Body):
    """The address of an account whose password is lost."""

    email: Email


class PasswordReset(Body):
    """A new password, and the token of the mail that allows it."""

    token: Token
    password: NewPassword


class PasswordChange(Body):
    """A new password, and the old one that allows it."""

    current_password: Secret
    new_password: NewPassword


class TokenPair(View):
    """A short-lived token for requests, and a long-lived one to get the next pair."""

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the name of the kind (RFC 6750)
    expires_in: int


class Notice(View):
    """A sentence for the caller."""

    detail: str


MAIL_ON_ITS_WAY = Notice(detail="If the address is valid, a mail is on its way.")
