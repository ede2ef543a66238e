"""Say how tasks reach their workers: what hands them over and what does them agree on this."""

from datetime import timedelta
from typing import Any

CONNECT_SECONDS = 1
TASKS = "{{ cookiecutter.package_name }}.tasks"

CONFIG: dict[str, Any] = {
    "task_ignore_result": True,
    # A task that its worker could not finish is done again by another
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    # In seconds: shorter than a worker is given to stop, so that it can end what it began
    "task_time_limit": 25,
    "worker_soft_shutdown_timeout": 20,
    "worker_prefetch_multiplier": 1,
    "broker_connection_retry_on_startup": True,
    # Whoever hands a task over learns within a second that the broker is down
    "task_publish_retry": False,
    "broker_transport_options": {
        "socket_connect_timeout": CONNECT_SECONDS,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
    },
    "beat_schedule": {
        "delete-expired": {"task": f"{TASKS}.delete_expired", "schedule": timedelta(hours=1)}
    },
}
