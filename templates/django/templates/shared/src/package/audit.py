"""Record who did what to an account (OWASP Logging Cheat Sheet, "Which events to log").

The log's context adds the request and the client. Neither addresses nor secrets are written.
"""

from enum import StrEnum
from uuid import UUID

import structlog

log = structlog.stdlib.get_logger("{{ cookiecutter.package_name }}.audit")


class Event(StrEnum):
    """Name what is recorded."""

    REGISTERED = "registered"
    EMAIL_VERIFIED = "email-verified"
    LOGIN_SUCCEEDED = "login-succeeded"
    LOGIN_FAILED = "login-failed"
    THROTTLED = "throttled"
    LOGGED_OUT = "logged-out"
    REFRESH_TOKEN_REUSED = "refresh-token-reused"  # noqa: S105 - an event, no token
    PASSWORD_RESET_REQUESTED = "password-reset-requested"  # noqa: S105 - an event, no password
    PASSWORD_RESET = "password-reset"  # noqa: S105 - an event, no password
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - an event, no password
    PASSWORD_CHANGE_FAILED = "password-change-failed"  # noqa: S105 - an event, no password
    USER_CHANGED = "user-changed"
    USER_DELETED = "user-deleted"


def record(event: Event, *, user_id: UUID | None, **details: object) -> None:
    """Write an event to the log.

    Args:
        event: what happened.
        user_id: whose account it happened to, if there is one.
        details: what else is worth knowing, such as `actor_id`, where an administrator did it.
    """
    log.info(event.value, user_id=str(user_id) if user_id else None, **details)
