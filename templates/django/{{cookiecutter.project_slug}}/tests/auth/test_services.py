import pytest
from django.utils import timezone

from {{ cookiecutter.package_name }}.auth import services
from {{ cookiecutter.package_name }}.auth.errors import InvalidToken, WrongCredentials
from {{ cookiecutter.package_name }}.auth.models import OneTimeToken, RefreshToken, Session
from {{ cookiecutter.package_name }}.auth.one_time import new_one_time_token
from {{ cookiecutter.package_name }}.errors import Unauthenticated
from {{ cookiecutter.package_name }}.users.models import User

from ..factories import PASSWORD, SECRET, OneTimeTokenFactory, RefreshTokenFactory

CLIENT = "192.0.2.1"


def test_expired_link_is_refused() -> None:
    OneTimeTokenFactory.create(expires_at=timezone.now())
    with pytest.raises(InvalidToken):
        services.verify_email(token=SECRET, client=CLIENT)


def test_used_link_is_refused() -> None:
    OneTimeTokenFactory.create()
    services.verify_email(token=SECRET, client=CLIENT)
    with pytest.raises(InvalidToken):
        services.verify_email(token=SECRET, client=CLIENT)


def test_links_are_stored_hashed(user: User) -> None:
    token = new_one_time_token(user, OneTimeToken.Purpose.VERIFY)
    assert OneTimeToken.objects.get().digest != token


def test_ended_session_cannot_go_on() -> None:
    services.revoke(RefreshTokenFactory.create().session)
    with pytest.raises(Unauthenticated):
        services.refresh(refresh_token=SECRET)


def test_disabled_user_cannot_go_on() -> None:
    RefreshTokenFactory.create(session__user__is_active=False)
    with pytest.raises(Unauthenticated):
        services.refresh(refresh_token=SECRET)


def test_password_that_was_changed_meanwhile_is_refused(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(**_: str) -> None:
        User.objects.update(password="another")

    monkeypatch.setattr(services, "remember_client", change)
    with pytest.raises(WrongCredentials):
        services.log_in(email=user.email, password=PASSWORD, client=CLIENT)
    assert not Session.objects.exists()


def test_session_that_was_ended_meanwhile_stays_so() -> None:
    token = RefreshTokenFactory.create()
    services.revoke(token.session)
    with pytest.raises(Unauthenticated):
        services.rotate(token)


def test_refresh_prolongs_the_session() -> None:
    session = RefreshTokenFactory.create().session
    before = session.expires_at
    services.refresh(refresh_token=SECRET)
    session.refresh_from_db()
    assert session.expires_at > before


def test_tokens_name_themselves() -> None:
    token = RefreshTokenFactory.create()
    link = OneTimeTokenFactory.create()
    ids = {str(token), str(token.session), str(link)}
    assert ids == {str(token.pk), str(token.session.pk), str(link.pk)}
    assert RefreshToken.objects.get().digest != SECRET
