"""Make the Celery application that `celery --app {{ cookiecutter.package_name }}.worker` runs."""

from celery import Celery

from .main import app as flask_app

app: Celery = flask_app.extensions["celery"]
