"""Make the Celery application that `celery --app {{ cookiecutter.package_name }}.worker` runs."""

from anyio import to_thread
from celery import Celery, signals

from .broker import CONFIG, CONNECT_SECONDS, TASKS
from .logs import configure_logs
from .settings import get_settings

app = Celery("{{ cookiecutter.package_name }}", broker=get_settings().redis_url, include=[TASKS])
# Without a broker, as in development and in tests, tasks run where they are called
app.conf.update(CONFIG, task_always_eager=get_settings().redis_url is None)


@signals.setup_logging.connect
def set_up_logs(**_: object) -> None:
    """Log as the web processes do."""
    configure_logs(get_settings().log_level, get_settings().log_format)


def connect_to_broker() -> None:
    """Open a connection to the broker, if there is one.

    Raises:
        OperationalError: it does not answer.
    """
    if get_settings().redis_url:
        with app.connection_for_write(connect_timeout=CONNECT_SECONDS) as connection:
            connection.ensure_connection(max_retries=1, timeout=CONNECT_SECONDS)


async def check_broker() -> None:
    """Ask the broker for a sign of life, beside the event loop."""
    await to_thread.run_sync(connect_to_broker, abandon_on_cancel=True)
