{% extends "shared/gunicorn.conf.py" %}
{% block imports %}
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker
{% endblock %}
{% block worker_class %}
wsgi_app = "{{ cookiecutter.package_name }}.{% block application %}{% endblock %}"
worker_class = "{{ cookiecutter.package_name }}.server.Worker"
# More than there are connections: who waits for one, or hashes a password, holds up nobody else.
threads = 4 * settings.database_pool_size
# The longest that the server takes; a query may hold several long values.
limit_request_line = 8190
{% endblock %}
{% block lifecycle %}
from {{ cookiecutter.package_name }}.lifecycle import watch_for_stop
{% endblock %}
{% block post_worker_init %}


def post_worker_init(_worker: Worker) -> None:
    """Let readiness fail as soon as a worker is told to stop."""
    watch_for_stop()
{% endblock %}
