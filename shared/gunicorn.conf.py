"""How the production server runs: `serve`, which is gunicorn, reads this file.

The master process reads it before it forks, so settings that are refused end it at once.
"""

import math
import os
{% block system_imports %}
import shutil
import tempfile
{% endblock %}
from pathlib import Path

{% block imports %}
{% endblock %}

{% block lifecycle %}
{% endblock %}
from {{ cookiecutter.package_name }}.logs import log_config
{% block server %}
{% endblock %}
{% block settings %}
from {{ cookiecutter.package_name }}.settings import get_settings
{% endblock %}

CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")
# In memory, so that neither a read-only root nor a slow disk can stop the heartbeat.
MEMORY = next((path for path in ("/dev/shm", "/tmp") if os.access(path, os.W_OK)), None)  # noqa: S108 - mounts

settings = get_settings()

# The metrics library looks for this when it is imported. A reload keeps the folder.
if settings.metrics_port and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="metrics-", dir=MEMORY)


def cpus_allowed() -> int:
    """Count the processors that this container may use, by its quota (cgroup v2) and affinity."""
    cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = CPU_QUOTA.read_text("utf-8").split()
        return max(1, min(cpus, math.ceil(int(quota) / int(period))))
    except (OSError, ValueError):
        return cpus


{% block worker_class %}
{% endblock %}

bind = f"0.0.0.0:{settings.port}"
workers = settings.web_concurrency or cpus_allowed()
# A worker that does not report for this long is replaced; no request may take longer.
timeout = 30
graceful_timeout = settings.graceful_timeout
# Longer than the proxy keeps its connections, so that the proxy, which can retry, closes first.
keepalive = 75
{% block forwarded %}
# Whose word is taken for the client's address and scheme.
forwarded_allow_ips = ",".join(str(network) for network in settings.trusted_proxies)
{% endblock %}
worker_tmp_dir = MEMORY
control_socket_disable = True
# The application writes the access log, with the request id and the user.
accesslog = None
loglevel = settings.log_level.lower()
logconfig_dict = log_config(settings.log_level, settings.log_format)


def when_ready(_server: Arbiter) -> None:
    """Serve the metrics of all workers from the master."""
    if settings.metrics_port:
        from {{ cookiecutter.package_name }}.metrics import serve_metrics  # noqa: PLC0415 - see above

        serve_metrics(settings.metrics_port)
{% block post_worker_init %}
{% endblock %}


def child_exit(_server: Arbiter, worker: Worker) -> None:
    """Drop the gauges of a worker that ended."""
    if settings.metrics_port:
        from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - see above

        mark_process_dead(worker.pid)


def on_exit(_server: Arbiter) -> None:
    """Leave nothing behind in memory."""
    shutil.rmtree(os.environ.get("PROMETHEUS_MULTIPROC_DIR", ""), ignore_errors=True)
