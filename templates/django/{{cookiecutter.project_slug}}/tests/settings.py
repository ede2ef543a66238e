"""The service's settings, in the environment of tests."""

import os
import secrets

os.environ |= {
    "APP_ENV": "test",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL", "sqlite://"),
    "ALLOWED_HOSTS": "testserver",
    "CORS_ORIGINS": "https://app.example.com",
    "TRUSTED_PROXIES": "10.0.0.0/8",
    "LOG_LEVEL": "WARNING",
}

from {{ cookiecutter.package_name }}.settings import *  # noqa: F403 - the rest is as in production

BACKGROUND = "tests.background.run_now"
if "TEST_DATABASE_URL" in os.environ:
    # Each run has a database of its own; each of its processes appends its own name.
    DATABASES["default"]["TEST"] = {"NAME": f"test_{os.getppid()}"}  # noqa: F405 - see above
