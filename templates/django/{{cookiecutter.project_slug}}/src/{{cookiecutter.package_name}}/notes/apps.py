"""Describe this app to Django."""

from django.apps import AppConfig


class NotesConfig(AppConfig):
    """Notes and their tags."""

    name = "{{ cookiecutter.package_name }}.notes"
