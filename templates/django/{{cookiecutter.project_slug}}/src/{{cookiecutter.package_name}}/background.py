"""Leave work to a moment when no caller waits for it; `settings.BACKGROUND` says who does it.

A job has a name and takes texts, so that another process can do it as well. It is done in the log's
context of the request that asked for it.
"""

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

JOBS = {
    "send_mail": f"{__package__}.outbox.send_mail",
    "mail_reset_link": f"{__package__}.auth.password_services.mail_reset_link",
}
CARRIED = {"request_id", "client"}


def run_soon(job: str, **arguments: str) -> None:
    """Leave a job to others.

    Raises:
        Unavailable: nobody takes it.
    """
    context = structlog.contextvars.get_contextvars()
    carried = {name: context[name] for name in CARRIED & context.keys()}
    import_string(settings.BACKGROUND)(job, carried, arguments)


def run_job(job: str, arguments: dict[str, str]) -> None:
    """Do a job."""
    import_string(JOBS[job])(**arguments)
