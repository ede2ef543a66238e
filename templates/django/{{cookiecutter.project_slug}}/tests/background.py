from {{ cookiecutter.package_name }}.background import run_job


def run_now(job: str, _context: dict[str, str], arguments: dict[str, str]) -> None:
    """Do a job before the answer goes out, so that tests see what it did."""
    run_job(job, arguments)
