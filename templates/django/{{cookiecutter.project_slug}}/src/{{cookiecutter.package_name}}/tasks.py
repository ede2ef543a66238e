"""Do in the background what no caller waits for."""

import structlog
from django.db import OperationalError
from kombu.exceptions import OperationalError as BrokerError

from .auth.services import delete_expired as delete
from .background import run_job
from .errors import Unavailable
from .worker import app


@app.task(autoretry_for=(OSError, OperationalError), retry_backoff=True, max_retries=8)
def do_job(*, job: str, context: dict[str, str], arguments: dict[str, str]) -> None:
    """Do a job; again for minutes, ever more seldom, where the mail server or database fails."""
    with structlog.contextvars.bound_contextvars(**context):
        run_job(job, arguments)


@app.task
def delete_expired() -> None:
    """Delete what has expired."""
    delete()


def run_soon(job: str, context: dict[str, str], arguments: dict[str, str]) -> None:
    """Leave a job to a worker.

    Raises:
        Unavailable: the broker does not take it.
    """
    try:
        do_job.delay(job=job, context=context, arguments=arguments)
    except BrokerError as error:
        raise Unavailable from error
