"""Describe this app to Django."""

from django.apps import AppConfig


class AuthenticationConfig(AppConfig):
    """Sessions and one-time tokens; `auth` is Django's own label."""

    name = "{{ cookiecutter.package_name }}.auth"
    label = "authentication"
