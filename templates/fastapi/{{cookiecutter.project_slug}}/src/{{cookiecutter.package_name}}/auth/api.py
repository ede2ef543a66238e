"""Serve registration, login and passwords."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form

from ..addresses import fold_address
from ..db import Db
from ..errors import EmailNotVerified, TooManyRequests, Unauthenticated
from ..openapi import answers
from ..outbox import Outbox
from ..throttle import Action
from . import password_services, services
from .callers import CurrentToken, CurrentUser
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
from .services import Tokens, WrongCredentials
from .throttling import Attempts

router = APIRouter(prefix="/api/v1/auth", tags=["auth"])

LOGIN_ERRORS = answers(WrongCredentials, EmailNotVerified, TooManyRequests)


@router.post("/register", status_code=HTTPStatus.ACCEPTED, responses=answers(TooManyRequests))
async def register(body: Registration, db: Db, attempts: Attempts, outbox: Outbox) -> Notice:
    """Make an account; the mail to its address says how to go on."""
    mail = await services.register(
        db=db, attempts=attempts, email=body.email, password=body.password, name=body.name
    )
    await outbox.post(mail)
    return MAIL_ON_ITS_WAY


@router.post(
    "/verify-email",
    status_code=HTTPStatus.NO_CONTENT,
    responses=answers(InvalidToken, TooManyRequests),
)
async def verify_email(body: EmailToken, db: Db, attempts: Attempts) -> None:
    """Confirm an address with the token from the mail."""
    await services.verify_email(db=db, attempts=attempts, token=body.token)


@router.post("/login", response_model=TokenPair, responses=LOGIN_ERRORS)
async def login(body: Credentials, db: Db, attempts: Attempts) -> Tokens:
    """Log in."""
    return await services.login(db=db, attempts=attempts, email=body.email, password=body.password)


@router.post("/token", response_model=TokenPair, responses=LOGIN_ERRORS)
async def issue_token(form: Annotated[PasswordForm, Form()], db: Db, attempts: Attempts) -> Tokens:
    """Log in with a form, as OAuth2 clients do, such as the documentation's Authorize button."""
    return await services.login(
        db=db, attempts=attempts, email=fold_address(form.username), password=form.password
    )


@router.post("/refresh", response_model=TokenPair, responses=answers(Unauthenticated))
async def refresh(body: RefreshToken, db: Db) -> Tokens:
    """Exchange a refresh token for new tokens; it works once."""
    return await services.refresh(db=db, refresh_token=body.refresh_token)


@router.post("/logout", status_code=HTTPStatus.NO_CONTENT)
async def logout(user: CurrentUser, body: RefreshToken, db: Db) -> None:
    """End the login that a refresh token belongs to."""
    await services.logout(db=db, user=user, refresh_token=body.refresh_token)


@router.post(
    "/forgot-password", status_code=HTTPStatus.ACCEPTED, responses=answers(TooManyRequests)
)
async def forgot_password(body: ForgottenPassword, attempts: Attempts, outbox: Outbox) -> Notice:
    """Ask for a mail that lets its reader set a new password."""
    await attempts.count(Action.FORGOT_PASSWORD, address=body.email)
    await outbox.post_reset_link(body.email)
    return MAIL_ON_ITS_WAY


@router.post(
    "/reset-password",
    status_code=HTTPStatus.NO_CONTENT,
    responses=answers(InvalidToken, TooManyRequests),
)
async def reset_password(body: PasswordReset, db: Db, attempts: Attempts) -> None:
    """Set a new password with the token from the mail; every login ends."""
    await password_services.reset_password(
        db=db, attempts=attempts, token=body.token, password=body.password
    )


@router.post(
    "/change-password", status_code=HTTPStatus.NO_CONTENT, responses=answers(TooManyRequests)
)
async def change_password(
    user: CurrentUser, token: CurrentToken, body: PasswordChange, db: Db, attempts: Attempts
) -> None:
    """Set a new password; every other login ends."""
    await password_services.change_password(
        db=db, attempts=attempts, user=user, session_id=token.session_id, change=body
    )
