"""Make the Celery application that `celery --app {{ cookiecutter.package_name }}.worker` runs."""

import os
from datetime import timedelta

from celery import Celery, signals

from .environment import get_settings

CONNECT_SECONDS = 1
TASKS = "{{ cookiecutter.package_name }}.tasks"

# Celery sets Django up, and closes its connections after each task, if it finds this.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{{ cookiecutter.package_name }}.settings")

app = Celery("{{ cookiecutter.package_name }}", broker=get_settings().redis_url, include=[TASKS])
app.conf.update(
    # Without a broker, as in development and in tests, tasks run where they are called
    task_always_eager=get_settings().redis_url is None,
    task_ignore_result=True,
    # A task that its worker could not finish is done again by another
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=60,
    worker_prefetch_multiplier=1,
    # On SIGTERM, how long the tasks at work may take to end
    worker_soft_shutdown_timeout=20,
    broker_connection_retry_on_startup=True,
    # Whoever hands a task over learns within a second that the broker is down
    task_publish_retry=False,
    broker_transport_options={
        "socket_connect_timeout": CONNECT_SECONDS,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
    },
    beat_schedule={
        "delete-expired": {"task": f"{TASKS}.delete_expired", "schedule": timedelta(hours=1)}
    },
)


@signals.setup_logging.connect
def keep_logs(**_: object) -> None:
    """Leave the logs as the settings have configured them."""


def check_broker() -> None:
    """Ask the broker for a sign of life, if there is one.

    Raises:
        kombu.exceptions.OperationalError: it does not answer.
    """
    if get_settings().redis_url:
        with app.connection_for_write(connect_timeout=CONNECT_SECONDS) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=CONNECT_SECONDS)
