{% extends "shared/gunicorn.conf.py" %}
{% block imports %}
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker
from uvicorn_worker import UvicornWorker
{% endblock %}
{% block worker_class %}
class QuietUvicornWorker(UvicornWorker):
    """Serve ASGI, naming neither the server nor its version, and end without losing a request."""

    CONFIG_KWARGS = UvicornWorker.CONFIG_KWARGS | {
        "http": ProblemProtocol,
        "h11_max_incomplete_event_size": HEAD_BYTES,
        "server_header": False,
        # The application itself reads what proxies say
        "proxy_headers": False,
    }

    async def _serve(self) -> None:
        self.config.app = self.wsgi
        server = DrainingServer(self.config)
        self._install_sigquit_handler()
        await server.serve(self.sockets)
        if not server.started:
            sys.exit(Arbiter.WORKER_BOOT_ERROR)


wsgi_app = "{{ cookiecutter.package_name }}.main:app"
worker_class = QuietUvicornWorker
{% endblock %}
{% block system_imports %}
import shutil
import sys
import tempfile
{% endblock %}
{% block server %}
from {{ cookiecutter.package_name }}.server import HEAD_BYTES, DrainingServer, ProblemProtocol
{% endblock %}
{% block forwarded %}
{% endblock %}
