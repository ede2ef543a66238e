"""`scaffold contract`: whether a service keeps the contract, seen from outside."""

import json
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from .. import suite
from ..errors import Interrupted
from ..service import Wanted, options_for
from ..talk import Talk, colour_on

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the command line asked for."""

    target: str
    more: tuple[str, ...] = ()
    mail_dir: str | None = None
    admin_email: str | None = None
    admin_password: str | None = None
    database_url: str | None = None
    env: tuple[str, ...] = ()
    companion: tuple[str, ...] = ()
    schema_seconds: int | None = None
    schema_seed: int | None = None
    without_example: bool = False
    through_proxy: bool = False
    parts: tuple[str, ...] = ()
    as_json: bool = False

    def wanted(self) -> Wanted:
        """Name the options as the suite does."""
        single = {
            "--mail-dir": self.mail_dir and Path(self.mail_dir).expanduser().absolute(),
            "--admin-email": self.admin_email,
            "--admin-password": self.admin_password,
            "--database-url": self.database_url,
            "--schema-seconds": self.schema_seconds,
            "--schema-seed": self.schema_seed,
        }
        flags = {"--without-example": self.without_example, "--through-proxy": self.through_proxy}
        options = {name: (str(value),) for name, value in single.items() if value is not None}
        return Wanted(
            target=self.target,
            options=options | {"--env": self.env, "--companion": self.companion},
            flags=tuple(name for name, is_set in flags.items() if is_set),
            parts=self.parts,
        )


def run(request: Request) -> int:
    """Run the suite, and return 1 when a check failed.

    Raises:
        ScaffoldError: it cannot be run against this service.
        Interrupted: it was stopped.

    """
    talk, start = Talk(), time.perf_counter()
    options = options_for(request.wanted())
    with talk.step("Making the suite's environment"):
        command = suite.prepare()
    shown = sys.stderr if request.as_json else sys.stdout
    given = suite.arguments(options, request.parts, request.more, colour=colour_on(shown))
    try:
        with tempfile.TemporaryDirectory(prefix="scaffold-") as scratch:
            outcome = suite.run(command, list(given), Path(scratch), to_stderr=request.as_json)
    except KeyboardInterrupt as stop:
        message = "stopped; so are the servers that the suite started"
        raise Interrupted(message) from stop
    report(request, outcome, talk, seconds=time.perf_counter() - start)
    return int(bool(outcome.failures))


def report(request: Request, outcome: suite.Outcome, talk: Talk, *, seconds: float) -> None:
    """Say what came of it."""
    kept = sum(outcome.passed.values())
    if request.as_json:
        data = {
            "schema": SCHEMA,
            "target": request.target,
            "passed": outcome.passed,
            "failures": [asdict(each) for each in outcome.failures],
            "seconds": round(seconds, 3),
        }
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    if outcome.failures:
        talk.warn(
            f"{request.target} breaks the contract: {len(outcome.failures)} of {kept + len(outcome.failures)} checks"
        )
    else:
        talk.say(f"{request.target} keeps the contract: {kept} checks ({seconds:.0f} s)", bold=True)
