"""Measure the production server of each generated service, beside its framework's bare limit, in one run.

    uv run python -m bench.serve [SECONDS]

Needs POSTGRES_TEST_URL. Prints requests a second, the share of the bare limit (the smallest application of the same
framework under the same gunicorn), the 99th percentile, and the answers that were no success: that column has to be 0.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bench.load import Result, load
from contract.client import Api
from contract.databases import fresh_database
from contract.mails import Mailbox
from contract.server import Environment, Service, make, production
from tests.templates.projects import FRAMEWORKS, Case, Project, generate, install

WORKERS = "2"
PATHS = ("/health/live", "/api/v1/users/me", "/api/v1/notes", "/api/v1/tags")
BARE = {
    "fastapi": (
        "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\nasync def hello(): return {'status': 'ok'}\n",
        ("--worker-class", "uvicorn_worker.UvicornWorker"),
    ),
    "flask": (
        "from flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef hello(): return {'status': 'ok'}\n",
        ("--threads", "5"),
    ),
    "django": (
        (
            "from django.conf import settings\nfrom django.core.wsgi import get_wsgi_application\n"
            "from django.http import JsonResponse\nfrom django.urls import path\n"
            "settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=['*'],\n"
            "    MIDDLEWARE=['django.middleware.common.CommonMiddleware'])\n"
            "urlpatterns = [path('', lambda request: JsonResponse({'status': 'ok'}))]\napp = get_wsgi_application()\n"
        ),
        ("--threads", "5"),
    ),
}


@contextmanager
def serving(project: Path, environment: Environment, folder: Path, command: tuple[str, ...]) -> Iterator[Service]:
    """Run a server of the project's environment for a while."""
    folder.mkdir()
    service = Service(project, environment, folder, command)
    try:
        yield service
    finally:
        service.stop()


def bare_limit(project: Project, folder: Path, seconds: float) -> Result:
    """Measure the smallest application of the framework, with the project's own packages."""
    source, options = BARE[project.case.framework]
    (folder / "bare.py").write_text(source, "utf-8")
    environment = production("", folder)
    port = environment["PORT"]
    command = ("gunicorn", "--config", "python:bare_config", "--chdir", str(folder), "--workers", WORKERS)
    (folder / "bare_config.py").write_text("", "utf-8")
    environment["PYTHONPATH"] = str(folder)
    bind = ("--bind", f"127.0.0.1:{port}", "--keep-alive", "75", *options, "bare:app")
    with serving(project.path, environment, folder / "bare", (*command, *bind)) as _:
        wait_for(int(port))
        return asyncio.run(load(int(port), "/", token=None, seconds=seconds))


def wait_for(port: int) -> None:
    """Wait until something answers on a port."""

    async def knock() -> None:
        for _ in range(300):
            try:
                await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                return

    asyncio.run(knock())


def measure(framework: str, folder: Path, seconds: float) -> None:
    """Print one line for the bare limit and one for each path."""
    project = install(generate(Case(framework, {}), folder))
    limit = bare_limit(project, folder, seconds)
    report(framework, "(bare)", limit, limit)
    with fresh_database(os.environ["POSTGRES_TEST_URL"], folder) as database_url:
        (folder / "mail").mkdir()
        environment = production(database_url, folder / "mail") | {"WEB_CONCURRENCY": WORKERS}
        make(project.path, environment, "migrate")
        with serving(project.path, environment, folder / "server", ("gunicorn",)) as service:
            service.wait_until_live()
            token = token_of_a_user(Api(service.base_url, Mailbox(folder / "mail")))
            for path in PATHS:
                found = asyncio.run(load(int(environment["PORT"]), path, token=token, seconds=seconds))
                report(framework, path, found, limit)


def token_of_a_user(api: Api) -> str:
    """Register a user with a page of notes, and return an access token."""
    user = api.register_and_login(name="Bench")
    for number in range(20):
        note = {"title": f"Note {number}", "body": "x" * 200, "tags": ["bench", str(number % 5)]}
        user.http.post("/notes", json=note)
    return user.access_token


def report(framework: str, path: str, result: Result, limit: Result) -> None:
    """Print one line of the table."""
    share = result.rate / limit.rate
    click.echo(
        f"{framework:8} {path:18} {result.rate:8.0f}/s  {share:5.2f}  p99 {result.percentile(0.99):7.1f} ms"
        f"  not 2xx: {result.failures}"
    )


if __name__ == "__main__":
    if "POSTGRES_TEST_URL" not in os.environ:
        sys.exit("POSTGRES_TEST_URL is not set: name a PostgreSQL server where databases may be made.")
    with tempfile.TemporaryDirectory() as scratch:
        for name in FRAMEWORKS:
            (Path(scratch) / name).mkdir()
            measure(name, Path(scratch) / name, float(sys.argv[1]) if len(sys.argv) > 1 else 10)
