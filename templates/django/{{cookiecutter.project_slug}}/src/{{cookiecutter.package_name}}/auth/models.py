"""Describe what is stored of sessions, of the links in mails, and of who tries to guess them.

Of every secret, address and client only a digest is stored.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..ids import new_id


class Session(models.Model):
    """One login: the family of refresh tokens that follow from it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sessions")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Where it is stored."""

        db_table = "sessions"

    def __str__(self) -> str:
        """Name the session by its id."""
        return str(self.pk)

    @property
    def is_live(self) -> bool:
        """Tell whether its tokens are still good."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class RefreshToken(models.Model):
    """A secret that is exchanged once for the next pair of tokens."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="refresh_tokens")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        """Where it is stored."""

        db_table = "refresh_tokens"

    def __str__(self) -> str:
        """Name the token by its id."""
        return str(self.pk)


class OneTimeToken(models.Model):
    """The secret of a link in a mail.

    The password and the name of a registration wait here: whoever opens the link chose them, where
    somebody else may have registered the same address before or since.
    """

    class Purpose(models.TextChoices):
        """What the link is for."""

        VERIFY = "verify"
        RESET = "reset"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="one_time_tokens"
    )
    purpose = models.CharField(max_length=10, choices=Purpose)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
    password_hash = models.CharField(max_length=128, null=True)  # noqa: DJ001 - links that reset have none
    name = models.CharField(max_length=100, null=True)  # noqa: DJ001 - null is a value of the API

    class Meta:
        """Where it is stored."""

        db_table = "one_time_tokens"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=["verify", "reset"]),
                name="one_time_tokens_purpose_known",
            )
        ]

    def __str__(self) -> str:
        """Name the token by its id."""
        return str(self.pk)


class ThrottleWindow(models.Model):
    """How often something was tried since a window of time began, and when that ends.

    With no hits it is a mark that something happened, for as long as it counts.
    """

    key = models.CharField(max_length=64, primary_key=True)
    hits = models.IntegerField()
    # Seconds, Unix time
    expires_at = models.BigIntegerField(db_index=True)

    class Meta:
        """Where it is stored."""

        db_table = "throttle_windows"

    def __str__(self) -> str:
        """Name the window by its key."""
        return self.key
