"""The service against its own document: generated requests, from valid to hostile."""

import subprocess
import sys
from pathlib import Path

import pytest

from contract.client import Api, Session

CHECKS = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_headers_conformance", "response_schema_conformance", "negative_data_rejection"),
    *("unsupported_method", "allow_header_conformance", "use_after_free", "ignored_auth"),
)
# The caller's own account must outlive the run; the administrator's is protected by a 409.
OWN_ACCOUNT = ("--exclude-by", "DELETE /api/v1/users/me")


def run(session: Session, seconds: int, seed: int, folder: Path) -> tuple[int, str]:
    origin = str(session.http.base_url.join("/")).rstrip("/")
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{origin}/api/v1/openapi.json"),
        *("--header", f"Authorization: Bearer {session.access_token}"),
        *("--checks", ",".join(CHECKS), "--max-time", str(seconds), "--seed", str(seed)),
        *("--generation-database", "none", "--no-color", "--continue-on-failure"),
        *("--exclude-path-regex", "/auth/(logout|change-password)$"),
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(params=["user", "admin"])
def caller(request: pytest.FixtureRequest, api: Api, admin: Session) -> Session:
    return admin if request.param == "admin" else api.register_and_login()


def test_service_keeps_its_document(caller: Session, pytestconfig: pytest.Config, tmp_path: Path) -> None:
    seconds = int(pytestconfig.getoption("--schema-seconds"))
    code, output = run(caller, seconds, int(pytestconfig.getoption("--schema-seed")), tmp_path)
    assert code == 0, output
