"""Make the Celery application that `celery --app {{ cookiecutter.package_name }}.worker` runs."""

import os

from celery import Celery, signals

from .broker import CONFIG, CONNECT_SECONDS, TASKS
from .environment import get_settings

# Celery sets Django up, and closes its connections after each task, if it finds this.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{{ cookiecutter.package_name }}.settings")

app = Celery("{{ cookiecutter.package_name }}", broker=get_settings().redis_url, include=[TASKS])
# Without a broker, as in development and in tests, tasks run where they are called
app.conf.update(CONFIG, task_always_eager=get_settings().redis_url is None)


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
