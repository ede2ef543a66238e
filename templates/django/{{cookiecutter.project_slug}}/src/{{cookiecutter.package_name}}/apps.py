"""Make the service itself an app: it carries the management commands and the admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ServiceConfig(AppConfig):
    """The parts of the service that belong to no feature."""

    name = "{{ cookiecutter.package_name }}"
    label = "service"


class ServiceAdminConfig(AdminConfig):
    """Django's admin, on our own site."""

    default_site = "{{ cookiecutter.package_name }}.admin_site.ServiceAdminSite"
