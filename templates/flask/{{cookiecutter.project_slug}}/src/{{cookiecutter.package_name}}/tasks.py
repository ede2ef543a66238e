"""Do in the background what no caller waits for."""

from dataclasses import asdict

from celery import Celery, Task, shared_task, signals
from flask import Flask
from kombu.exceptions import OperationalError
from redis import Redis
from sqlalchemy import delete

from .auth.messages import Message
from .auth.models import LoginSession, OneTimeToken
from .broker import CONFIG, CONNECT_SECONDS
from .db import get_session
from .errors import Unavailable
from .mail import send_mail
from .orm import utc_now
from .settings import get_settings


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=8)
def deliver_mail(*, to: str, subject: str, text: str) -> None:
    """Send a mail; a mail server that fails is asked again, ever more seldom, for some minutes."""
    send_mail(to=to, subject=subject, text=text)


@shared_task
def delete_expired() -> None:
    """Delete the logins and one-time tokens whose time has passed."""
    session = get_session()
    for model in (LoginSession, OneTimeToken):
        session.execute(delete(model).where(model.expires_at < utc_now()))
    session.commit()


def send_mail_soon(message: Message) -> None:
    """Leave a mail to a worker.

    Raises:
        Unavailable: the broker does not take it.
    """
    try:
        deliver_mail.delay(**asdict(message))
    except OperationalError as error:
        raise Unavailable from error


def make_celery(app: Flask) -> Celery:
    """Make the Celery application whose tasks run in the context of a Flask application."""

    class FlaskTask(Task):  # type: ignore[type-arg]  # generic only for the type checker
        def __call__(self, *args: object, **kwargs: object) -> object:
            with app.app_context():
                return self.run(*args, **kwargs)

    celery: Celery = Celery(app.name, task_cls=FlaskTask, broker=get_settings().redis_url)
    # Without a broker, as in development and in tests, tasks run where they are called.
    celery.conf.update(CONFIG, task_always_eager=get_settings().redis_url is None)
    celery.set_default()
    return celery


@signals.setup_logging.connect
def keep_logs(**_: object) -> None:
    """Leave the logs as the application has configured them."""


def install_tasks(app: Flask) -> None:
    """Give an application its background tasks."""
    app.extensions["celery"] = make_celery(app)
    if url := get_settings().redis_url:
        broker = Redis.from_url(url, socket_connect_timeout=CONNECT_SECONDS, retry=None)
        app.extensions["checks"]["broker"] = broker.ping
