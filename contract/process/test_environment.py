"""Section 3: what a missing, default or weak variable does in production."""

import pytest

from contract.own_servers import Start
from contract.server import Exit, Service

EX_CONFIG = 78
START_SECONDS = 5
SHORT = "kurz-und-schwach"
REFUSED = [
    ("APP_ENV", "prod-like"),
    ("SECRET_KEY", None),
    ("SECRET_KEY", ""),
    ("SECRET_KEY", SHORT),
    ("SECRET_KEY", "x" * 64),
    ("SECRET_KEY_FALLBACKS", SHORT),
    ("DATABASE_URL", None),
    ("DATABASE_URL", "mysql://root:geheim@127.0.0.1/x"),
    ("DATABASE_URL", "nonsense-url"),
    ("DATABASE_POOL_SIZE", "many"),
    ("DATABASE_POOL_SIZE", "0"),
    ("DATABASE_STATEMENT_TIMEOUT_MS", "forever"),
    ("ALLOWED_HOSTS", None),
    ("ALLOWED_HOSTS", "*"),
    ("CORS_ORIGINS", "*"),
    ("TRUSTED_PROXIES", "the-proxy"),
    ("PUBLIC_URL", None),
    ("PUBLIC_URL", "nonsense-url"),
    ("MAIL_URL", None),
    ("MAIL_URL", "console:"),
    ("MAIL_URL", "nonsense-url"),
    ("LOG_LEVEL", "deafening"),
    ("LOG_FORMAT", "yaml-like"),
    ("PORT", "eighty"),
    ("PORT", "70000"),
    ("WEB_CONCURRENCY", "many"),
    ("WEB_CONCURRENCY", "-33"),
    ("GRACEFUL_TIMEOUT", "a-while"),
    ("DOCS_ENABLED", "perhaps"),
    ("METRICS_PORT", "70000"),
    ("MAX_BODY_BYTES", "-7777"),
    ("THROTTLE_PER_MINUTE", "a-few"),
    ("THROTTLE_PER_HOUR", "-4444"),
]
REQUIRED = ["SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "PUBLIC_URL", "MAIL_URL"]


def refusal(started: Service) -> Exit:
    end = started.wait_for_exit(START_SECONDS)
    assert end.code == EX_CONFIG, end
    assert "Traceback" not in end.output, end.output
    return end


def lines_naming(name: str, output: str) -> list[str]:
    return [line for line in output.splitlines() if name in line]


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_bad_variable_stops_the_start(launch: Start, name: str, value: str | None) -> None:
    end = refusal(launch(**{name: value}))
    assert end.seconds < START_SECONDS
    lines = lines_naming(name, end.output)
    assert not value or len(value) == 1 or value not in end.output, "a value was echoed"
    assert lines, end.output
    assert len(lines) == len(set(lines)), f"said more than once: {end.output}"


def test_every_missing_variable_is_named(launch: Start) -> None:
    end = refusal(launch(**dict.fromkeys(REQUIRED)))
    assert [name for name in REQUIRED if name not in end.output] == []


def test_every_weak_variable_is_named(launch: Start) -> None:
    changes = {"SECRET_KEY": SHORT, "ALLOWED_HOSTS": "*", "PORT": "eighty", "MAIL_URL": "console:"}
    end = refusal(launch(**changes))
    assert [name for name in changes if name not in end.output] == []


def test_good_variable_is_not_blamed(launch: Start) -> None:
    assert lines_naming("DATABASE_URL", refusal(launch(SECRET_KEY=SHORT)).output) == []


def test_production_is_told_apart(launch: Start) -> None:
    started = launch(APP_ENV="development", MAIL_URL=None, METRICS_PORT=None, ALLOWED_HOSTS=None)
    started.wait_until_live()
