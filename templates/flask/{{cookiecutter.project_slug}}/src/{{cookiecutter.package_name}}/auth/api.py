"""Serve registration, login and passwords."""

from http import HTTPStatus

from flask import Blueprint

from ..addresses import fold_address
from ..db import get_session
from ..errors import EmailNotVerified, TooManyRequests, Unauthenticated
from ..operations import operation
from ..outbox import get_outbox
from ..throttle import Action
from . import password_services, services
from .callers import Access, current_session_id, current_user
from .one_time import InvalidToken
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
from .services import WrongCredentials
from .throttling import current_throttle

blueprint = Blueprint("auth", __name__, url_prefix="/auth")


LOGIN_ERRORS = (WrongCredentials, EmailNotVerified, TooManyRequests)


@blueprint.post("/register")
@operation(access=Access.ANYONE, success=HTTPStatus.ACCEPTED, raises=(TooManyRequests,))
def register(body: Registration) -> Notice:
    """Make an account; the mail to its address says how to go on."""
    mail = services.register(
        session=get_session(),
        throttle=current_throttle(),
        email=body.email,
        password=body.password,
        name=body.name,
    )
    get_outbox().post(mail)
    return MAIL_ON_ITS_WAY


@blueprint.post("/verify-email")
@operation(access=Access.ANYONE, raises=(InvalidToken, TooManyRequests))
def verify_email(body: EmailToken) -> None:
    """Confirm an address with the token from the mail."""
    services.verify_email(session=get_session(), throttle=current_throttle(), token=body.token)


@blueprint.post("/login")
@operation(access=Access.ANYONE, raises=LOGIN_ERRORS)
def login(body: Credentials) -> TokenPair:
    """Exchange an address and its password for tokens."""
    return log_in(body.email, body.password)


@blueprint.post("/token")
@operation(access=Access.ANYONE, raises=LOGIN_ERRORS)
def issue_token(form: PasswordForm) -> TokenPair:
    """Log in with a form, as OAuth2 clients do, such as the documentation's Authorize button."""
    return log_in(fold_address(form.username), form.password)


def log_in(email: str, password: str) -> TokenPair:
    """Log the owner of a folded address in."""
    tokens = services.login(
        session=get_session(), throttle=current_throttle(), email=email, password=password
    )
    return TokenPair.model_validate(tokens)


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
@operation(access=Access.ANYONE, success=HTTPStatus.ACCEPTED, raises=(TooManyRequests,))
def forgot_password(body: ForgottenPassword) -> Notice:
    """Ask for a mail that lets its reader set a new password."""
    current_throttle().count(Action.FORGOT_PASSWORD, address=body.email)
    get_outbox().post_reset_link(body.email)
    return MAIL_ON_ITS_WAY


@blueprint.post("/reset-password")
@operation(access=Access.ANYONE, raises=(InvalidToken, TooManyRequests))
def reset_password(body: PasswordReset) -> None:
    """Set a new password with the token from the mail; every login ends."""
    password_services.reset_password(
        session=get_session(),
        throttle=current_throttle(),
        token=body.token,
        password=body.password,
    )


@blueprint.post("/change-password")
@operation(access=Access.USER, raises=(TooManyRequests,))
def change_password(body: PasswordChange) -> None:
    """Set a new password; every other login ends."""
    password_services.change_password(
        session=get_session(),
        throttle=current_throttle(),
        user=current_user(),
        session_id=current_session_id(),
        change=body,
    )
