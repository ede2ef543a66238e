"""What all views of the API have in common."""

from typing import TYPE_CHECKING, Any, cast

from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from .negotiation import FirstRenderer, JSONNegotiation

if TYPE_CHECKING:
    from .auth.models import Session
    from .users.models import User


class ApiView(GenericAPIView[Any]):
    """A view that looks at the method before the caller, and knows no `OPTIONS`."""

    content_negotiation_class: type[FirstRenderer] = JSONNegotiation
    http_method_names = ["get", "head", "post", "patch", "delete"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        """Refuse other methods first, so that they are 405 for everybody."""
        if request.method not in self.allowed_methods:
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)

    @property
    def user(self) -> "User":
        """The caller; only where somebody has to be known."""
        return cast("User", self.request.user)

    @property
    def session(self) -> "Session":
        """The session of the caller; only where somebody has to be known."""
        return cast("Session", self.request.auth)

    @property
    def client(self) -> str:
        """The address of the caller, as `RequestMiddleware` knows it."""
        return str(self.request.META["REMOTE_ADDR"])

    def read(self, serializer_class: type[BaseSerializer[Any]]) -> dict[str, Any]:
        """Read and check the body.

        Raises:
            ValidationError: it breaks a rule of the serializer.
        """
        serializer = serializer_class(data=self.request.data, context={"view": self})
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)
