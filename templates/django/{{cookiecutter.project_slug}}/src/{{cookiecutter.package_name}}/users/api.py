"""Answer for accounts over HTTP."""

from http import HTTPStatus
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from ..pagination import KeysetPagination, PageQuery
from ..views import ApiView
from . import selectors, services
from .models import User
from .permissions import IsAdmin
from .serializers import MeUpdateSerializer, UserSerializer, UserUpdateSerializer


class MeView(ApiView):
    """The caller's own account."""

    @extend_schema(operation_id="get_me", responses={200: UserSerializer})
    def get(self, request: Request) -> Response:
        """Show the own account."""
        return Response(UserSerializer(self.user).data)

    @extend_schema(
        operation_id="update_me", request=MeUpdateSerializer, responses={200: UserSerializer}
    )
    def patch(self, request: Request) -> Response:
        """Change the own account."""
        user = services.update_user(
            user=self.user, actor=self.user, **self.read(MeUpdateSerializer)
        )
        return Response(UserSerializer(user).data)

    @extend_schema(operation_id="delete_me", responses={204: None, 409: None})
    def delete(self, request: Request) -> Response:
        """Remove the own account and all that belongs to it."""
        services.delete_user(user=self.user, actor=self.user)
        return Response(status=HTTPStatus.NO_CONTENT)


class UserListView(ListModelMixin, ApiView):
    """All accounts, for administrators."""

    permission_classes = (IsAdmin,)
    serializer_class = UserSerializer
    pagination_class = KeysetPagination

    def get_queryset(self) -> QuerySet[User]:
        """Select what is listed."""
        return selectors.list_users()

    @extend_schema(
        operation_id="list_users",
        parameters=[PageQuery],
        responses={200: UserSerializer(many=True), 403: None},
    )
    def get(self, request: Request) -> Response:
        """List the accounts, the newest first."""
        return self.list(request)


class UserView(ApiView):
    """One account, for administrators."""

    permission_classes = (IsAdmin,)

    @extend_schema(operation_id="get_user", responses={200: UserSerializer, 403: None})
    def get(self, request: Request, pk: UUID) -> Response:
        """Show an account."""
        return Response(UserSerializer(selectors.get_user(user_id=pk)).data)

    @extend_schema(
        operation_id="update_user",
        request=UserUpdateSerializer,
        responses={200: UserSerializer, 403: None, 409: None},
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """Change an account."""
        user = selectors.get_user(user_id=pk)
        services.update_user(user=user, actor=self.user, **self.read(UserUpdateSerializer))
        return Response(UserSerializer(user).data)

    @extend_schema(operation_id="delete_user", responses={204: None, 403: None, 409: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Remove an account and all that belongs to it."""
        services.delete_user(user=selectors.get_user(user_id=pk), actor=self.user)
        return Response(status=HTTPStatus.NO_CONTENT)
