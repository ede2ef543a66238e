"""Describe what is stored of a user."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from ..addresses import LONGEST_ADDRESS, fold_address
from ..ids import new_id


class Role(models.TextChoices):
    """What a user may do."""

    USER = "user"
    ADMIN = "admin"


class UserManager(BaseUserManager["User"]):
    """Make users, and find them by their address in any spelling."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by the address, as Django's login does."""
        return self.get(email=fold_address(username or ""))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":  # noqa: ANN401 - any field
        """Make a user."""
        user = self.model(email=fold_address(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":  # noqa: ANN401 - any field
        """Make an administrator, as `manage.py createsuperuser` does."""
        return self.create_user(email, password, role=Role.ADMIN, email_verified=True, **fields)


class User(AbstractBaseUser):
    """An account; its address is stored folded, so that each is one account in any spelling."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.CharField(max_length=LONGEST_ADDRESS, unique=True)
    name = models.CharField(max_length=100, null=True, blank=True)  # noqa: DJ001 - null is a value of the API
    role = models.CharField(max_length=10, choices=Role, default=Role.USER)
    is_active = models.BooleanField(default=True)
    email_verified = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    last_login = None  # sessions say when somebody logged in

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """Where it is stored, and what lists need."""

        db_table = "users"
        indexes = [models.Index(fields=["created_at", "id"], name="users_created_at_id")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=["user", "admin"]), name="users_role_known"
            )
        ]

    def __str__(self) -> str:
        """Name the user by the address."""
        return self.email

    @property
    def is_staff(self) -> bool:
        """Tell whether the admin site is open to this user."""
        return self.role == Role.ADMIN

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Tell whether this user may do something on the admin site: administrators may all."""
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        """Tell whether this user may see an app on the admin site."""
        return self.is_active and self.is_staff
