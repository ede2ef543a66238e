"""The job that the option `updates` adds opens an update as a pull or merge request; its very lines are run here."""

import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from cookiecutter.main import cookiecutter

from tests.conftest import ROOT

from .conftest import Live
from .releases import NAMES, Life, Release, git, overlay

THREE = Release({"names.txt": NAMES.replace("name 3\n", "name three\n"), "ci.yml": "on: [push]\n"})
UVX = f'#!/bin/sh\nshift 4\nexec {sys.executable} -m scaffold "$@"\n'
GH = """\
#!/bin/sh
[ "$1 $2" != "auth git-credential" ] || exit 0
printf '%s\\n' "$@" >>"$HOME/gh"
case "$1 $2" in "pr list") cat "$HOME/requests" ;; "pr create") cat "$HOME/body.md" >>"$HOME/gh" ;; esac
"""
RECEIVE = '#!/bin/sh\nenv | grep GIT_PUSH_OPTION >>"$HOME/pushed" || true\n'


@dataclass(frozen=True)
class Runner:
    """What runs a job: a clone of the project, and the programs it finds there."""

    life: Life
    origin: Path
    told: dict[str, str]

    def shell(self, lines: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run the lines of one step as the service does."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "XDG_"))}
        return subprocess.run(
            ["bash", "-e", "-c", lines],
            cwd=self.life.folder,
            env=kept | self.told | dict(env),
            capture_output=True,
            text=True,
            check=False,
        )

    def github(self, steps: list[dict[str, Any]]) -> list[subprocess.CompletedProcess[str]]:
        """Run the steps of a workflow until one fails."""
        values = {"github.token": "t", "secrets.SCAFFOLD": "here", "secrets.UPDATE_TOKEN || github.token": "t"}
        output, done = Path(self.told["GITHUB_OUTPUT"]), list[subprocess.CompletedProcess[str]]()
        for step in steps:
            said = dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())
            values["steps.look.outputs.branch"] = said.get("branch", "")
            if "if" in step and not values["steps.look.outputs.branch"]:
                continue
            env = {name: filled(value, values) for name, value in step["env"].items()}
            done.append(self.shell(step["run"], env))
            if done[-1].returncode:
                break
        return done

    def branches(self) -> list[str]:
        """List what was pushed."""
        return git(self.origin, "branch", "--format=%(refname:short)").split()


def filled(value: str, values: Mapping[str, str]) -> str:
    for name, found in values.items():
        value = value.replace(f"${{{{ {name} }}}}", found)
    assert "${{" not in value
    return value


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Read the job of each service from a generated project."""
    found = {}
    for ci, path in (("github", ".github/workflows/update.yml"), ("gitlab", ".gitlab/update.yml")):
        folder = tmp_path_factory.mktemp(ci)
        answers = {"ci": ci, "updates": True}
        made = cookiecutter(str(ROOT / "templates/flask"), no_input=True, output_dir=str(folder), extra_context=answers)
        found[ci] = yaml.safe_load(Path(made, path).read_text("utf-8"))
    return found


@pytest.fixture
def steps(jobs: dict[str, Any]) -> list[dict[str, Any]]:
    """List the steps of the workflow that run lines of ours."""
    return [step for step in jobs["github"]["jobs"]["update"]["steps"] if "run" in step]


@pytest.fixture
def runner(live: Live, tmp_path: Path) -> Runner:
    """Clone a project to where a job would find it."""
    life = live(THREE)
    git(tmp_path, "clone", "--quiet", "--bare", str(life.folder), "origin.git")
    git(tmp_path / "origin.git", "config", "receive.advertisePushOptions", "true")
    git(tmp_path, "clone", "--quiet", "--depth=1", (tmp_path / "origin.git").as_uri(), "clone")
    overlay(tmp_path, {"bin/uvx": UVX, "bin/gh": GH, "origin.git/hooks/pre-receive": RECEIVE})
    for path in ("bin/uvx", "bin/gh", "origin.git/hooks/pre-receive"):
        (tmp_path / path).chmod(stat.S_IRWXU)
    overlay(life.home, {"requests": "", "output": "", "gh": "", "pushed": ""})
    told = {
        "PATH": f"{tmp_path}/bin:{os.environ['PATH']}",
        "HOME": str(life.home),
        "PYTHONPATH": str(life.houses[-1]),
        "RUNNER_TEMP": str(life.home),
        "GITHUB_OUTPUT": str(life.home / "output"),
        "GITHUB_REF_NAME": "main",
        "SCAFFOLD": "here",
        "UPDATE_TOKEN": "t",
        "CI_DEFAULT_BRANCH": "main",
        "CI_SERVER_URL": tmp_path.as_uri(),
        "CI_PROJECT_PATH": "origin",
    }
    clone = Life(folder=tmp_path / "clone", houses=life.houses, home=life.home)
    return Runner(life=clone, origin=tmp_path / "origin.git", told=told)


def test_update_becomes_a_pull_request(runner: Runner, steps: list[dict[str, Any]]) -> None:
    runner.life.git("config", "user.name", "someone")
    done = runner.github(steps)
    assert [each.returncode for each in done] == [0, 0, 0], [each.stderr for each in done]
    assert runner.branches() == ["main", "scaffold-0.2.0"]
    said = (runner.life.home / "gh").read_text("utf-8")
    assert "--title\nchore: update to 0.2.0 of scaffold's flask template\n" in said
    assert "- What 0.2.0 brought." in said
    who = git(runner.origin, "log", "-1", "--format=%an", "scaffold-0.2.0")
    assert who == "github-actions[bot]"


def test_nothing_new_opens_nothing(runner: Runner, steps: list[dict[str, Any]]) -> None:
    runner.life.update("--commit")
    done = runner.github(steps)
    assert ([each.returncode for each in done], runner.branches()) == ([0], ["main"])


def test_request_that_was_closed_is_not_opened_again(runner: Runner, steps: list[dict[str, Any]]) -> None:
    overlay(runner.life.home, {"requests": "7\n"})
    done = runner.github(steps)
    assert ("There is, or was" in done[0].stdout, runner.branches()) == (True, ["main"])


def test_branch_without_a_request_gets_one(runner: Runner, steps: list[dict[str, Any]]) -> None:
    git(runner.origin, "branch", "scaffold-0.2.0", "main")
    runner.github(steps)
    assert git(runner.origin, "rev-parse", "scaffold-0.2.0") == git(runner.origin, "rev-parse", "main")
    assert "pr\ncreate\n" in (runner.life.home / "gh").read_text("utf-8")


def test_conflict_fails_and_says_where(runner: Runner, steps: list[dict[str, Any]]) -> None:
    runner.life.edit({"names.txt": NAMES.replace("name 3\n", "mine\n")})
    done = runner.github(steps)
    assert ([each.returncode for each in done], runner.branches()) == ([0, 3], ["main"])
    assert "conflict names.txt: both changed the same lines" in done[-1].stdout
    assert "::error::There are conflicts" in done[-1].stdout


def test_what_nobody_may_overlook_is_in_the_request(runner: Runner, steps: list[dict[str, Any]]) -> None:
    runner.life.edit({"names.txt": None})
    runner.github(steps)
    said = (runner.life.home / "gh").read_text("utf-8")
    assert "- stays deleted, though the template changes it: names.txt" in said


def test_missing_source_is_told(runner: Runner, steps: list[dict[str, Any]]) -> None:
    done = runner.shell(steps[0]["run"], {"SCAFFOLD": ""})
    assert (done.returncode != 0, "set the secret SCAFFOLD" in done.stderr) == (True, True)


def test_update_becomes_a_merge_request(runner: Runner, jobs: dict[str, Any]) -> None:
    runner.life.git("checkout", "--quiet", "--detach")
    done = runner.shell("\n".join(jobs["gitlab"]["update"]["script"]), {"GIT_AUTHOR_NAME": "scaffold"})
    assert (done.returncode, runner.branches()) == (0, ["main", "scaffold-0.2.0"]), done.stderr
    options = (runner.life.home / "pushed").read_text("utf-8")
    assert "=merge_request.create\n" in options
    assert "=merge_request.title=chore: update to 0.2.0 of scaffold's flask template\n" in options


def test_branch_of_a_merge_request_is_left_alone(runner: Runner, jobs: dict[str, Any]) -> None:
    git(runner.origin, "branch", "scaffold-0.2.0", "main")
    done = runner.shell("\n".join(jobs["gitlab"]["update"]["script"]), {})
    assert (done.returncode, "already" in done.stdout) == (0, True)
    assert git(runner.origin, "rev-parse", "scaffold-0.2.0") == git(runner.origin, "rev-parse", "main")


@pytest.mark.parametrize("ci", ["github", "gitlab", "none"])
def test_job_goes_with_its_ci(tmp_path: Path, ci: str) -> None:
    answers = {"ci": ci, "updates": True}
    made = cookiecutter(str(ROOT / "templates/flask"), no_input=True, output_dir=str(tmp_path), extra_context=answers)
    found = {path.relative_to(made).as_posix() for path in Path(made).rglob("update.yml")}
    assert found == {"github": {".github/workflows/update.yml"}, "gitlab": {".gitlab/update.yml"}}.get(ci, set())


def test_option_needs_a_ci(live: Live, tmp_path: Path) -> None:
    life = live()
    wanted = ("--set", "updates=true", "--set", "ci=none", "-o", str(tmp_path))
    done = life.run("new", "x", "-t", "flask", "--yes", *wanted, PYTHONPATH=str(ROOT))
    assert (done.returncode, "updates=true needs ci=github or ci=gitlab" in done.stderr) == (2, True), done.stderr
