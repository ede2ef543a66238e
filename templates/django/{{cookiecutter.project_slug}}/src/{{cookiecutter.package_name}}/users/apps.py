"""Describe this app to Django."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Accounts."""

    name = "{{ cookiecutter.package_name }}.users"
