{% extends "shared/gunicorn.conf.py" %}
{% block imports %}
from gunicorn.arbiter import Arbiter
from gunicorn.http.wsgi import Response
from gunicorn.workers.base import Worker
{% endblock %}
{% block worker_class %}
def headers_without_banner(response: Response) -> list[str]:
    """Name neither the server nor its version."""
    return [header for header in default_headers(response) if not header.startswith("Server:")]


default_headers = Response.default_headers
Response.default_headers = headers_without_banner

wsgi_app = "{{ cookiecutter.package_name }}.{% block application %}{% endblock %}"
worker_class = "gthread"
# Each thread may hold one connection of the pool.
threads = settings.database_pool_size
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
