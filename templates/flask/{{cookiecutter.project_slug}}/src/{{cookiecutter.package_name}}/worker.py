"""Make the Celery application that worker processes run."""

from celery import Celery

from .main import app as flask_app

app: Celery = flask_app.extensions["celery"]
