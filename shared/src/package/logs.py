"""Write one line an event to standard output: JSON in production, colours in development.

The lines of the server and of every library take the same road as our own.
"""

import logging.config
import re
import sys
import uuid
from typing import Any

import structlog

SANE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")


def drop_colours(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Drop the copy of an event that uvicorn adds for terminals."""
    event.pop("color_message", None)
    return event


PROCESSORS: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    drop_colours,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


# Without the values of variables, among which are passwords and tokens
TRACEBACKS = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
)


def renderers(style: str) -> list[structlog.typing.Processor]:
    """Choose the last steps of a log line."""
    if style == "json":
        return [TRACEBACKS, structlog.processors.JSONRenderer()]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty(), exception_formatter=plain)]


def log_config(level: str, style: str) -> dict[str, Any]:
    """Describe the logging of the whole process in the standard library's terms.

    Args:
        level: the least level that is written.
        style: `json` or `console`.
    """
    final = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers(style)]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": PROCESSORS,
                "processors": final,
            }
        },
        "handlers": {
            "stdout": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "stream": "ext://sys.stdout",
            }
        },
        "root": {"handlers": ["stdout"], "level": level},
        "loggers": {
            # The server's workers hand the handlers of this logger to loggers of their own.
            "gunicorn.error": {"handlers": ["stdout"], "level": level, "propagate": False},
            # The application writes the access log.
            "gunicorn.access": {"level": "ERROR"},
        },
    }


def configure_logs(level: str, style: str) -> None:
    """Send every log line of this process to standard output.

    Args:
        level: the least level that is written.
        style: `json` or `console`.
    """
    logging.config.dictConfig(log_config(level, style))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *PROCESSORS,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def request_id_from(header: str | None) -> str:
    """Take the caller's request id if it is sane, else make one."""
    if header and SANE_REQUEST_ID.fullmatch(header):
        return header
    return uuid.uuid4().hex
