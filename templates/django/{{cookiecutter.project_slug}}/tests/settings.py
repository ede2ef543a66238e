"""The service's settings, in the environment of tests."""

import os
import secrets

os.environ |= {
    "APP_ENV": "test",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL", "sqlite://"),
    "ALLOWED_HOSTS": "testserver",
}

from {{ cookiecutter.package_name }}.settings import *  # noqa: F403 - all but the environment is as in production
