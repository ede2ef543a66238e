from datetime import timedelta

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from {{ cookiecutter.package_name }}.auth.models import OneTimeToken, RefreshToken, Session
from {{ cookiecutter.package_name }}.tokens import digest
from {{ cookiecutter.package_name }}.users.models import Role, User

PASSWORD = "a-good-password-7"
SECRET = "a-secret-token"


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"user-{number}@example.com")
    name = factory.Faker("first_name")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))
    email_verified = True


class AdminFactory(UserFactory):
    role = Role.ADMIN


class SessionFactory(factory.django.DjangoModelFactory[Session]):
    class Meta:
        model = Session

    user = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))


class RefreshTokenFactory(factory.django.DjangoModelFactory[RefreshToken]):
    class Meta:
        model = RefreshToken

    session = factory.SubFactory(SessionFactory)
    digest = digest(SECRET)
    expires_at = factory.SelfAttribute("session.expires_at")


class OneTimeTokenFactory(factory.django.DjangoModelFactory[OneTimeToken]):
    class Meta:
        model = OneTimeToken

    user = factory.SubFactory(UserFactory)
    purpose = OneTimeToken.Purpose.VERIFY
    digest = digest(SECRET)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=1))
