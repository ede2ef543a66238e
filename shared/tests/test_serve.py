import os
import subprocess
import sys
from pathlib import Path

SERVE = Path(sys.executable).with_name("serve")


def test_wrong_setting_ends_the_start() -> None:
    environment = os.environ | {"WEB_CONCURRENCY": "many"}
    done = subprocess.run([SERVE], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == os.EX_CONFIG
    assert "WEB_CONCURRENCY: " in done.stderr
    assert "Traceback" not in done.stderr


def test_arguments_go_to_the_server() -> None:
    done = subprocess.run([SERVE, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.stdout.startswith("serve (version ")
