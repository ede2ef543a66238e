"""Look at the service that the contract suite shall run against: one that runs, or a project that the suite starts."""

import http.client
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import record
from .errors import ScaffoldError, UsageProblem

URL = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
LIVE = "/health/live"
SECONDS = 10
NEEDED = ("--mail-dir", "--admin-email", "--admin-password")
SERVERS = ("serve", "gunicorn")
PROXY = "--through-proxy"
PROJECTS_ONLY = ("--database-url", "--env", "--companion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line says of the service: the suite's options with their values."""

    target: str
    options: Mapping[str, Sequence[str]]
    flags: Sequence[str]
    parts: Sequence[str]


def options_for(wanted: Wanted) -> list[str]:
    """Return the suite's options for a service.

    Raises:
        UsageProblem: something is missing, or makes no sense for this kind of service.
        ScaffoldError: the service does not answer, or the project cannot be started.

    """
    return list(_of_url(wanted) if URL.fullmatch(wanted.target) else _of_project(wanted))


def _of_url(wanted: Wanted) -> Iterator[str]:
    missing = [name for name in NEEDED if not wanted.options.get(name)]
    if missing:
        message = f"a running service needs {', '.join(missing)} too: where its mails land, and its only administrator"
        raise UsageProblem(message)
    senseless = [name for name in PROJECTS_ONLY if wanted.options.get(name)]
    senseless += [f"--part {part}" for part in wanted.parts if part != "http"]
    if senseless:
        message = f"{senseless[0]} is for a service that the suite starts itself: name its project folder, not its URL"
        raise UsageProblem(message)
    mails = Path(wanted.options["--mail-dir"][0])
    if not mails.is_dir():
        message = f"--mail-dir {str(mails)!r} is not a folder: set MAIL_URL=file:FOLDER for the service, and name that"
        raise UsageProblem(message)
    check_answer(wanted.target.rstrip("/"))
    yield f"--base-url={wanted.target}"
    yield from _given(wanted)


def check_answer(url: str) -> None:
    """Ask a service whether it lives.

    Raises:
        ScaffoldError: it does not answer, or as no service that keeps the contract does.

    """
    try:
        urllib.request.urlopen(f"{url}{LIVE}", timeout=SECONDS).close()  # noqa: S310 - http or https, as URL has it
    except urllib.error.HTTPError as error:
        message = f"{url}{LIVE} answers {error.code}: is it a service that keeps the contract, and its name allowed?"
        raise ScaffoldError(message) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        why = error.reason if isinstance(error, urllib.error.URLError) else error
        message = f"nothing answers at {url}{LIVE}: {getattr(why, 'strerror', None) or why}"
        raise ScaffoldError(message) from error


def _of_project(wanted: Wanted) -> Iterator[str]:
    folder = Path(wanted.target).expanduser()
    check_project(folder, wanted.target)
    senseless = [name for name in NEEDED if wanted.options.get(name)]
    senseless += [name for name in wanted.flags if name == PROXY]
    if senseless:
        message = f"{senseless[0]} is for a service that runs already: name its URL, not its project folder"
        raise UsageProblem(message)
    yield f"--project={folder.resolve()}"
    yield from _given(wanted)
    if (folder / record.RECORD).is_file():
        yield from _of_answers(record.read(folder), wanted)


def check_project(folder: Path, given: str) -> None:
    """Look for what starts a project.

    Raises:
        UsageProblem: there is no project.
        ScaffoldError: its environment, or make, is missing.

    """
    if not folder.is_dir():
        message = f"{given!r} is neither a folder nor a URL: write http://HOST:PORT, or name a project folder"
        raise UsageProblem(message)
    if not (folder / "Makefile").is_file():
        message = f"{given!r} holds no project: it has no Makefile, whose migrate and admin the suite calls"
        raise UsageProblem(message)
    if not any((folder / ".venv/bin" / server).exists() for server in SERVERS):
        message = f"the project in {given!r} has no environment with {' or '.join(SERVERS)}: run make setup in it"
        raise ScaffoldError(message)
    if shutil.which("make") is None:
        message = "make was not found, and the suite calls the project's targets with it: sudo apt install make"
        raise ScaffoldError(message)


def _given(wanted: Wanted) -> Iterator[str]:
    yield from (f"{name}={value}" for name, values in wanted.options.items() for value in values)
    yield from wanted.flags


def _of_answers(made_of: record.Record, wanted: Wanted) -> Iterator[str]:
    """Follow from a project's answers what its suite needs.

    Raises:
        UsageProblem: a server that the project needs is not named.

    """
    answers, options = made_of.answers, wanted.options
    if answers.get("database") == "postgresql" and not options.get("--database-url"):
        message = "the project is made for PostgreSQL: add --database-url=postgresql://…, where databases can be made"
        raise UsageProblem(message)
    if answers.get("example") is False and "--without-example" not in wanted.flags:
        yield "--without-example"
    if answers.get("worker") is True:
        if not any(pair.startswith("REDIS_URL=") for pair in options.get("--env", ())):
            message = "the project has a worker: add --env REDIS_URL=redis://…, of a server that may be written to"
            raise UsageProblem(message)
        if not options.get("--companion"):
            package = answers.get("package_name")
            yield f"--companion=celery --app={package}.worker worker --concurrency=2 --loglevel=WARNING"
