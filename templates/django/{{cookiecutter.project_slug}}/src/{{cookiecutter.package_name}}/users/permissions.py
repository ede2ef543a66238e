"""Say who may do what."""

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from .models import User


class IsAdmin(BasePermission):
    """Let administrators pass."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Look at the role of the caller."""
        return isinstance(request.user, User) and request.user.is_staff
