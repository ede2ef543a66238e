"""The doctor names what is missing, each with what mends it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Command, write


def checks(scaffold: Command, **env: str) -> dict[str, dict[str, Any]]:
    found = json.loads(scaffold("doctor", "--json", env=env).stdout)["checks"]
    return {check["name"]: check for check in found}


def test_sound_machine_has_no_problem(scaffold: Command) -> None:
    done = scaffold("doctor")
    assert (done.returncode, "problem" in done.stdout) == (0, False), done.stdout


@pytest.mark.parametrize("name", ["git", "make", "docker"])
def test_missing_program_is_named(scaffold: Command, tmp_path: Path, name: str) -> None:
    found = checks(scaffold, PATH=str(tmp_path))[name]
    assert (found["status"], name in found["mend"]) == ("warning", True)


def test_missing_identity_is_named(scaffold: Command) -> None:
    found = checks(scaffold)["git identity"]
    assert (found["status"], found["mend"].startswith("git config")) == ("warning", True)


def test_engine_that_does_not_answer_is_named(scaffold: Command) -> None:
    assert "does not answer" in checks(scaffold, DOCKER_HOST="unix:///nowhere")["docker"]["detail"]


def test_old_git_is_named(scaffold: Command, tmp_path: Path) -> None:
    write(tmp_path / "bin/git", "#!/bin/sh\necho git version 2.30.1\n")
    (tmp_path / "bin/git").chmod(0o755)
    assert "updates need 2.38" in checks(scaffold, PATH=str(tmp_path / "bin"))["git"]["detail"]


def test_broken_settings_are_a_problem(scaffold: Command, environment: dict[str, str]) -> None:
    write(Path(environment["HOME"], ".config/scaffold/config.toml"), "= broken")
    done = scaffold("doctor", "--json")
    found = {check["name"]: check for check in json.loads(done.stdout)["checks"]}["settings"]
    assert (done.returncode, found["status"]) == (1, "problem")


def test_unsafe_cache_is_named(scaffold: Command, environment: dict[str, str]) -> None:
    cache = Path(environment["HOME"], ".cache/scaffold")
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    assert "chmod" in checks(scaffold)["cache"]["mend"]


@pytest.mark.parametrize(
    ("env", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_colour_is_as_asked(scaffold: Command, env: dict[str, str], *, coloured: bool) -> None:
    assert ("\x1b[" in scaffold("doctor", env=env).stdout) == coloured
