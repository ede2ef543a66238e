"""Make a service for the generated requests."""

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from {{ cookiecutter.package_name }}.wsgi import application

HOST = {"Host": "testserver"}

# A test is one transaction, which would end with its connection
for signal in (request_started, request_finished):
    signal.disconnect(close_old_connections)

document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers=HOST)
