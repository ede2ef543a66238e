{% extends "shared/gunicorn.conf.py" %}
{% block imports %}
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker
{% endblock %}
{% block worker_class %}
wsgi_app = "{{ cookiecutter.package_name }}.main:app"
# By its name: it is imported when the metrics know where the workers share them.
worker_class = "{{ cookiecutter.package_name }}.server.QuietUvicornWorker"
{% endblock %}
{% block forwarded %}
{% endblock %}
