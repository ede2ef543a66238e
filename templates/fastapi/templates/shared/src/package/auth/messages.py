"""Write the mails of registration and of the forgotten password."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Message:
    """A mail before it is sent."""

    to: str
    subject: str
    text: str


def confirm_address(*, to: str, public_url: str, token: str) -> Message:
    """Ask the owner of an address to confirm it.

    Args:
        to: the address.
        public_url: the base of the link.
        token: the one-time token of the link.
    """
    link = f"{public_url.rstrip('/')}/verify-email?token={token}"
    text = (
        "Welcome! Confirm your address by opening this link within 24 hours:\n\n"
        f"{link}\n\n"
        "If you did not register, ignore this mail.\n"
    )
    return Message(to=to, subject="Confirm your address", text=text)


def already_registered(*, to: str, public_url: str) -> Message:
    """Tell the owner of an account that somebody tried to register it again."""
    text = (
        f"Somebody tried to register this address at {public_url}, "
        "where you already have an account.\n\n"
        "If it was you, log in, or ask for a new password. If not, there is nothing to do.\n"
    )
    return Message(to=to, subject="You already have an account", text=text)


def reset_password(*, to: str, public_url: str, token: str) -> Message:
    """Send the link that sets a new password.

    Args:
        to: the address of the account.
        public_url: the base of the link.
        token: the one-time token of the link.
    """
    link = f"{public_url.rstrip('/')}/reset-password?token={token}"
    text = (
        "Set a new password by opening this link within one hour:\n\n"
        f"{link}\n\n"
        "If you did not ask for it, ignore this mail: your password stays as it is.\n"
    )
    return Message(to=to, subject="Set a new password", text=text)
