"""Write `uv.toml`: the versions that this repository is developed and tested with, and those of the contract suite.

uv takes them as constraints from whatever index is set, so that no lock of ours names one. Run it to take newer
versions.
"""

import subprocess
from pathlib import Path

import uv

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "uv.toml"
HEADER = """\
# The versions this repository is developed and tested with; `uv run` takes them from whatever index is set.
# Written by: uv run python scripts/pin.py
constraint-dependencies = [
"""
SUITE = ROOT / "contract/requirements.txt"
SUITE_HEADER = """\
# What the contract suite runs with, wherever it runs. Written by: uv run python scripts/pin.py
"""
SUITE_NEEDS = ("httpx", "openapi-spec-validator", "psycopg[binary]", "pytest", "schemathesis")
COMPILE = ("pip", "compile", "--quiet", "--universal", "--no-header", "--no-annotate", "--python-version=3.11", "-")
EXPORT = ("export", "--quiet", "--no-hashes", "--no-header", "--no-annotate", "--no-emit-project")


def newest_versions() -> list[str]:
    """Resolve everything anew and return one requirement for each package."""
    command = [uv.find_uv_bin(), *EXPORT, "--upgrade"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - uv
    return [line for line in done.stdout.splitlines() if line]


def suite_versions() -> str:
    """Resolve what the contract suite needs, within the pins."""
    command = [uv.find_uv_bin(), *COMPILE]
    needs = "\n".join(SUITE_NEEDS)
    return subprocess.run(command, cwd=ROOT, input=needs, capture_output=True, text=True, check=True).stdout  # noqa: S603 - uv


def main() -> None:
    """Write the pins."""
    PINS.unlink(missing_ok=True)
    pins = "".join(f"  '''{requirement}''',\n" for requirement in newest_versions())
    PINS.write_text(f"{HEADER}{pins}]\n", "utf-8")
    SUITE.write_text(SUITE_HEADER + suite_versions(), "utf-8")


if __name__ == "__main__":
    main()
