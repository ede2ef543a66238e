"""Run one of Django's commands, or of ours: `manage.py help` lists them."""

import os
import sys

from django.core.management import execute_from_command_line

SETTINGS = "{{ cookiecutter.package_name }}.settings"

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    execute_from_command_line(sys.argv)
