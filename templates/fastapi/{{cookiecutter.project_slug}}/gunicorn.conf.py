{% extends "shared/gunicorn.conf.py" %}
{% block imports %}
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker
from uvicorn_worker import UvicornWorker
{% endblock %}
{% block worker_class %}
class QuietUvicornWorker(UvicornWorker):
    """Serve ASGI, naming neither the server nor its version."""

    CONFIG_KWARGS = UvicornWorker.CONFIG_KWARGS | {"server_header": False}


wsgi_app = "{{ cookiecutter.package_name }}.main:app"
worker_class = QuietUvicornWorker
{% endblock %}
