"""Do jobs in this process, off the thread that answers the request."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore

import structlog
from django.db import close_old_connections

from .background import run_job
from .delays import random_delay
from .errors import Unavailable

log = structlog.stdlib.get_logger(__name__)

# One after the other; the interpreter waits for the last before it ends.
_runner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs")
# What waits is in memory; where mail servers are slow, callers are asked to come again.
_places = BoundedSemaphore(1000)


def run_soon(job: str, context: dict[str, str], arguments: dict[str, str]) -> Future[None]:
    """Do a job when the ones before it are done.

    Raises:
        Unavailable: too many wait already.
    """
    if not _places.acquire(blocking=False):
        raise Unavailable
    due = time.monotonic() + random_delay()
    done = _runner.submit(try_job, due, job, context, arguments)
    done.add_done_callback(lambda _: _places.release())
    return done


def try_job(due: float, job: str, context: dict[str, str], arguments: dict[str, str]) -> None:
    """Do a job when it is due, or log why it could not be done."""
    time.sleep(max(0, due - time.monotonic()))
    with structlog.contextvars.bound_contextvars(**context):
        try:
            run_job(job, arguments)
        except Exception:
            log.exception("job failed", job=job)
        finally:
            close_old_connections()
