"""Serve registration, login and passwords."""

from http import HTTPStatus

from flask import Blueprint

from ..db import get_session
from ..errors import EmailNotVerified, Unauthenticated
from ..operations import operation
from . import services
from .callers import Access, current_session_id, current_user
from .schemas import (
    MAIL_ON_ITS_WAY,
    Credentials,
    EmailToken,
    ForgottenPassword,
    Notice,
    PasswordChange,
    PasswordForm,
    PasswordReset,
    RefreshToken,
    Registration,
    TokenPair,
)
from .services import InvalidToken, WrongCredentials

blueprint = Blueprint("auth", __name__, url_prefix="/auth")


@blueprint.post("/register")
@operation(access=Access.ANYONE, success=HTTPStatus.ACCEPTED)
def register(body: Registration) -> Notice:
    """Make an account; the mail to its address says how to go on."""
    services.register(
        session=get_session(), email=body.email, password=body.password, name=body.name
    )
    return MAIL_ON_ITS_WAY


@blueprint.post("/verify-email")
@operation(access=Access.ANYONE, raises=(InvalidToken,))
def verify_email(body: EmailToken) -> None:
    """Confirm an address with the token from the mail."""
    services.verify_email(session=get_session(), token=body.token)


@blueprint.post("/login")
@operation(access=Access.ANYONE, raises=(WrongCredentials, EmailNotVerified))
def login(body: Credentials) -> TokenPair:
    """Exchange an address and its password for tokens."""
    return TokenPair.model_validate(
        services.login(session=get_session(), email=body.email, password=body.password)
    )


@blueprint.post("/token")
@operation(access=Access.ANYONE, raises=(WrongCredentials, EmailNotVerified))
def issue_token(form: PasswordForm) -> TokenPair:
    """Log in with a form, as OAuth2 clients do, such as the documentation's Authorize button."""
    return TokenPair.model_validate(
        services.login(session=get_session(), email=form.username, password=form.password)
    )


@blueprint.post("/refresh")
@operation(access=Access.ANYONE, raises=(Unauthenticated,))
def refresh(body: RefreshToken) -> TokenPair:
    """Exchange a refresh token for new tokens; it works once."""
    return TokenPair.model_validate(
        services.refresh(session=get_session(), refresh_token=body.refresh_token)
    )


@blueprint.post("/logout")
@operation(access=Access.USER)
def logout(body: RefreshToken) -> None:
    """End the login that a refresh token belongs to."""
    services.logout(session=get_session(), user=current_user(), refresh_token=body.refresh_token)


@blueprint.post("/forgot-password")
@operation(access=Access.ANYONE, success=HTTPStatus.ACCEPTED)
def forgot_password(body: ForgottenPassword) -> Notice:
    """Ask for a mail that lets its reader set a new password."""
    services.forgot_password(session=get_session(), email=body.email)
    return MAIL_ON_ITS_WAY


@blueprint.post("/reset-password")
@operation(access=Access.ANYONE, raises=(InvalidToken,))
def reset_password(body: PasswordReset) -> None:
    """Set a new password with the token from the mail; every login ends."""
    services.reset_password(session=get_session(), token=body.token, password=body.password)


@blueprint.post("/change-password")
@operation(access=Access.USER)
def change_password(body: PasswordChange) -> None:
    """Set a new password; every other login ends."""
    services.change_password(
        session=get_session(),
        user=current_user(),
        session_id=current_session_id(),
        current_password=body.current_password,
        new_password=body.new_password,
    )
