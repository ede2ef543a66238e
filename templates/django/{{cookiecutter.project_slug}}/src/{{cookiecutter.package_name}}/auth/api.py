"""Answer for registration, sessions and passwords over HTTP."""

from http import HTTPStatus

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import FormParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from ..views import ApiView
from . import password_services, services
from .serializers import (
    CredentialsSerializer,
    EmailTokenSerializer,
    ForgottenPasswordSerializer,
    NoticeSerializer,
    PasswordChangeSerializer,
    PasswordGrantSerializer,
    PasswordResetSerializer,
    RefreshTokenSerializer,
    RegistrationSerializer,
    TokenPairSerializer,
)

NOTICE = {"detail": "If the address is valid, a mail is on its way."}


class PublicView(ApiView):
    """A view for callers who are not known yet."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


class RegisterView(PublicView):
    """Accounts to be."""

    @extend_schema(
        operation_id="register",
        request=RegistrationSerializer,
        responses={202: NoticeSerializer, 429: None},
    )
    def post(self, request: Request) -> Response:
        """Ask for an account; a link that confirms the address comes by mail."""
        services.register(**self.read(RegistrationSerializer), client=self.client)
        return Response(NOTICE, HTTPStatus.ACCEPTED)


class VerifyEmailView(PublicView):
    """Links that confirm an address."""

    @extend_schema(
        operation_id="verify_email", request=EmailTokenSerializer, responses={204: None, 429: None}
    )
    def post(self, request: Request) -> Response:
        """Confirm an address with the token of the mail."""
        services.verify_email(**self.read(EmailTokenSerializer), client=self.client)
        return Response(status=HTTPStatus.NO_CONTENT)


class LoginView(PublicView):
    """Sessions to be."""

    @extend_schema(
        operation_id="login",
        request=CredentialsSerializer,
        responses={200: TokenPairSerializer, 401: None, 403: None, 429: None},
    )
    def post(self, request: Request) -> Response:
        """Open a session."""
        pair = services.log_in(**self.read(CredentialsSerializer), client=self.client)
        return Response(TokenPairSerializer(pair).data)


class TokenView(PublicView):
    """Sessions of OAuth2 clients."""

    parser_classes = (FormParser,)

    @extend_schema(
        operation_id="issue_token",
        request=PasswordGrantSerializer,
        responses={200: TokenPairSerializer, 401: None, 403: None, 429: None},
    )
    def post(self, request: Request) -> Response:
        """Open a session with a form, as the interactive documentation does."""
        grant = self.read(PasswordGrantSerializer)
        pair = services.log_in(
            email=grant["username"], password=grant["password"], client=self.client
        )
        return Response(TokenPairSerializer(pair).data)


class RefreshView(PublicView):
    """Sessions that go on."""

    @extend_schema(
        operation_id="refresh",
        request=RefreshTokenSerializer,
        responses={200: TokenPairSerializer, 401: None},
    )
    def post(self, request: Request) -> Response:
        """Exchange a refresh token for the next pair; one that comes twice ends its session."""
        pair = services.refresh(**self.read(RefreshTokenSerializer))
        return Response(TokenPairSerializer(pair).data)


class LogoutView(ApiView):
    """Sessions that end."""

    @extend_schema(operation_id="logout", request=RefreshTokenSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """End the session of a refresh token."""
        services.log_out(user=self.user, **self.read(RefreshTokenSerializer))
        return Response(status=HTTPStatus.NO_CONTENT)


class ForgotPasswordView(PublicView):
    """Passwords that are lost."""

    @extend_schema(
        operation_id="forgot_password",
        request=ForgottenPasswordSerializer,
        responses={202: NoticeSerializer, 429: None},
    )
    def post(self, request: Request) -> Response:
        """Ask for a link that sets a new password."""
        body = self.read(ForgottenPasswordSerializer)
        password_services.forgot_password(**body, client=self.client)
        return Response(NOTICE, HTTPStatus.ACCEPTED)


class ResetPasswordView(PublicView):
    """Links that set a new password."""

    @extend_schema(
        operation_id="reset_password",
        request=PasswordResetSerializer,
        responses={204: None, 429: None},
    )
    def post(self, request: Request) -> Response:
        """Set a new password with the token of the mail; every session ends."""
        body = self.read(PasswordResetSerializer)
        password_services.reset_password(**body, client=self.client)
        return Response(status=HTTPStatus.NO_CONTENT)


class ChangePasswordView(ApiView):
    """Passwords that are known."""

    @extend_schema(
        operation_id="change_password",
        request=PasswordChangeSerializer,
        responses={204: None, 429: None},
    )
    def post(self, request: Request) -> Response:
        """Set a new password; every other session ends."""
        body = self.read(PasswordChangeSerializer)
        password_services.change_password(
            user=self.user, session=self.session, client=self.client, **body
        )
        return Response(status=HTTPStatus.NO_CONTENT)
