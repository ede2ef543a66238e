"""The service against its own document: generated requests, from valid to hostile."""

import os
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
CONFIG = Path(__file__).with_name("schemathesis.toml")
ROOT = Path(__file__).parents[2]
# Two thirds of the time go to a user, who may call all that there is.
AS_USER = (0.67, "examples,coverage,fuzzing,stateful", "")
AS_ADMIN = (0.33, "examples,coverage,fuzzing", "/users")

Part = tuple[float, str, str]


def departure(session: Session) -> str:
    """Return the operation that would delete the caller's own account."""
    paths = session.http.get("/openapi.json").json()["paths"]
    return str(paths["/api/v1/users/me"]["delete"]["operationId"])


def run(session: Session, part: Part, seconds: int, seed: int, folder: Path) -> tuple[int, str]:
    """Run schemathesis as one caller and return its exit code and report."""
    share, phases, paths = part
    origin = str(session.http.base_url.join("/")).rstrip("/")
    command = [
        *(sys.executable, "-m", "schemathesis.cli", f"--config-file={CONFIG}"),
        *("run", f"{origin}/api/v1/openapi.json"),
        *("--header", f"Authorization: Bearer {session.access_token}"),
        *("--checks", ",".join(CHECKS), "--max-time", str(int(share * seconds)), "--seed", str(seed)),
        *("--generation-database", "none", "--no-color", "--continue-on-failure"),
        *("--phases", phases, "--include-path-regex", paths),
        *("--exclude-operation-id", departure(session)),
    ]
    # Its hook is a module of this package, wherever the run writes its files.
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("part", [AS_USER, AS_ADMIN], ids=["user", "admin"])
def test_service_keeps_its_document(
    part: Part, api: Api, admin: Session, pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    caller = admin if part is AS_ADMIN else api.register_and_login()
    seconds = int(pytestconfig.getoption("--schema-seconds"))
    seed = int(pytestconfig.getoption("--schema-seed"))
    code, output = run(caller, part, seconds, seed, tmp_path)
    assert code == 0, output
    assert caller.me()["role"] == ("admin" if part is AS_ADMIN else "user"), "a caller outlives the run"
