"""Read the environment once, check it, and stop the process when it will not do.

Section 3 of `docs/service-contract.md` lists every variable, its default and production's wishes.
"""

import os
import sys
from collections.abc import Iterator
from functools import cache
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRET_BYTES = 32
DISTINCT_CHARACTERS = 10
# An empty value stands for "no default": production has to say what it wants.
PRODUCTION_DEFAULTS: dict[str, Any] = {
    "database_url": "",
    "allowed_hosts": "",
    "public_url": "",
    "mail_url": "",
{% if cookiecutter.worker %}
    "redis_url": "",
{% endif %}
    "log_format": "json",
    "docs_enabled": False,
    "metrics_port": 9000,
    "web_concurrency": 0,
}
PRODUCTION_SCHEMES = {
    "database_url": {"{{ cookiecutter.database }}"},
    "mail_url": {"smtp", "smtps", "file"},
    "public_url": {"http", "https"},
{% if cookiecutter.worker %}
    "redis_url": {"redis", "rediss"},
{% endif %}
}
DEVELOPMENT_SCHEMES = PRODUCTION_SCHEMES | {
    "database_url": {{ '{"postgresql", "sqlite"}' if cookiecutter.database == "postgresql" else '{"sqlite"}' }},
    "mail_url": {"smtp", "smtps", "file", "console"},
}


def split_commas(value: object) -> object:
    """Split a comma-separated variable into its entries."""
    if not isinstance(value, str):
        return value
    return tuple(entry.strip() for entry in value.split(",") if entry.strip())


def is_strong(secret: SecretStr) -> SecretStr:
    """Refuse a secret that could be guessed."""
    value = secret.get_secret_value()
    if len(value.encode()) < SECRET_BYTES or len(set(value)) < DISTINCT_CHARACTERS:
        msg = f"wants at least {SECRET_BYTES} random bytes (`make secret` prints some)"
        raise ValueError(msg)
    return secret


def has_known_scheme(url: str, info: ValidationInfo) -> str:
    """Refuse a URL of a kind that this service does not speak in its environment."""
    production = info.data.get("app_env") == "production"
    schemes = (PRODUCTION_SCHEMES if production else DEVELOPMENT_SCHEMES)[str(info.field_name)]
    if urlsplit(url).scheme not in schemes:
        wanted = " or ".join(f"{scheme}:" for scheme in sorted(schemes))
        msg = f"wants a URL that starts with {wanted}"
        raise ValueError(msg)
    return url


def is_explicit(entries: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    """Refuse a wildcard, and an empty list of hosts."""
    if "*" in entries or (info.field_name == "allowed_hosts" and not entries):
        msg = "wants a comma-separated list of names, without *"
        raise ValueError(msg)
    return entries


type List[T] = Annotated[tuple[T, ...], BeforeValidator(split_commas)]
type Names = Annotated[List[str], AfterValidator(is_explicit)]
type Secret = Annotated[SecretStr, AfterValidator(is_strong)]
type Url = Annotated[str, AfterValidator(has_known_scheme)]


class Settings(BaseSettings):
    """Hold what the environment says, typed and frozen.

    Raises:
        pydantic.ValidationError: one error for each variable that is missing, malformed or weak.
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        validate_default=True,
        env_ignore_empty=True,
        hide_input_in_errors=True,
        enable_decoding=False,
    )

    app_env: Literal["development", "test", "production"] = "development"
    secret_key: Secret = SecretStr("")
    secret_key_fallbacks: List[Secret] = ()
    database_url: Url = Field("sqlite:///development.sqlite3", repr=False)
    database_pool_size: int = Field(5, ge=1, le=1000)
    database_statement_timeout_ms: int = Field(15_000, ge=1)
{% if cookiecutter.worker %}
    redis_url: Url | None = Field(None, repr=False)
{% endif %}
    allowed_hosts: Names = ("localhost", "127.0.0.1", "[::1]")
    cors_origins: Names = ()
    trusted_proxies: List[IPv4Network | IPv6Network] = ()
    throttle_per_minute: int = Field(5, ge=0)
    throttle_per_hour: int = Field(50, ge=0)
    public_url: Url = "http://localhost:8000"
    mail_url: Url = Field("console:", repr=False)
    mail_from: str = "{{ cookiecutter.project_slug }}@localhost"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"
    port: int = Field(8000, ge=1, le=65535)
    web_concurrency: int = Field(1, ge=0)
    graceful_timeout: int = Field(30, ge=1)
    docs_enabled: bool = True
    metrics_port: int = Field(0, ge=0, le=65535)
    max_body_bytes: int = Field(1_048_576, ge=1)

    @model_validator(mode="before")
    @classmethod
    def set_production_defaults(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Put production's defaults in the place of development's."""
        return PRODUCTION_DEFAULTS | values if values.get("app_env") == "production" else values


def describe(error: ValidationError) -> Iterator[str]:
    """Name each refused variable and what it wants, never its value."""
    for problem in error.errors(include_input=False, include_context=False):
        wanted = problem["msg"].removeprefix("Value error, ")
        yield f"  {str(problem['loc'][0]).upper()}: {wanted}"


def read_settings() -> Settings:
    """Read the environment, in development `.env` too, or exit with `EX_CONFIG` (78)."""
    development = os.environ.get("APP_ENV", "development") == "development"
    try:
        return Settings(_env_file=".env" if development else None)
    except ValidationError as error:
        problems = "\n".join(dict.fromkeys(describe(error)))
        print(f"The settings were refused:\n{problems}", file=sys.stderr)  # noqa: T201 - logs are not set up yet
        sys.exit(os.EX_CONFIG)


@cache
def get_settings() -> Settings:
    """Return the settings of this process, read at the first call."""
    return read_settings()
