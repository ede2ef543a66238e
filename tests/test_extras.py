"""A missing or failing git or uv never costs anyone the project."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Command, write

NEW = ("new", "shop", "-t", "flask", "--yes", "--json")


def steps(output: str) -> dict[str, dict[str, str]]:
    return {step["name"]: step for step in json.loads(output)["steps"]}


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def bare_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a PATH that lacks git and uv."""
    return tmp_path_factory.mktemp("bin")


def test_project_gets_environment_and_commit(scaffold: Command, tmp_path: Path) -> None:
    done = scaffold(*NEW)
    assert [step["status"] for step in steps(done.stdout).values()] == ["done", "done"]
    assert (tmp_path / "shop/.venv").is_dir()
    assert git(tmp_path / "shop", "status", "--porcelain") == ""
    assert "uv.lock" in git(tmp_path / "shop", "ls-files").splitlines()
    assert git(tmp_path / "shop", "branch", "--show-current") == "main"


def test_commit_needs_no_identity(scaffold: Command, tmp_path: Path) -> None:
    scaffold(*NEW, "--no-install", env={"HOME": "/nonexistent", "GIT_CONFIG_GLOBAL": "/dev/null"})
    assert git(tmp_path / "shop", "log", "--format=%an <%ae>") == "scaffold <scaffold@localhost>"


def test_commit_bears_the_users_name(scaffold: Command, environment: dict[str, str], tmp_path: Path) -> None:
    write(Path(environment["HOME"], ".gitconfig"), "[user]\nname = Ada\nemail = ada@example.com\n")
    scaffold(*NEW, "--no-install")
    assert git(tmp_path / "shop", "log", "--format=%an <%ae>") == "Ada <ada@example.com>"


def test_users_git_hooks_do_not_run(scaffold: Command, environment: dict[str, str], tmp_path: Path) -> None:
    hooks = tmp_path / "hooks"
    for name in ("pre-commit", "commit-msg", "post-commit", "prepare-commit-msg"):
        write(hooks / name, "#!/bin/sh\nexit 1\n")
        (hooks / name).chmod(0o755)
    settings = f"[core]\nhooksPath = {hooks}\nexcludesFile = {tmp_path}/ignore\n[commit]\ngpgSign = true\n"
    write(tmp_path / "ignore", "*.toml\n")
    write(Path(environment["HOME"], ".gitconfig"), settings)
    done = scaffold(*NEW, "--no-install")
    assert steps(done.stdout)["repository"]["status"] == "done"
    assert "pyproject.toml" in git(tmp_path / "shop", "ls-files").splitlines()


def test_secrets_are_not_committed(scaffold: Command, tmp_path: Path) -> None:
    scaffold(*NEW, "--no-install")
    assert ".env" not in git(tmp_path / "shop", "ls-files").splitlines()


def test_enclosing_repository_is_left_alone(scaffold: Command, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    done = scaffold(*NEW, "--no-install")
    assert steps(done.stdout)["repository"]["status"] == "skipped"
    assert not (tmp_path / "shop/.git").exists()


def test_missing_git_costs_no_project(scaffold: Command, tmp_path: Path, bare_path: Path) -> None:
    done = scaffold(*NEW, "--no-install", env={"PATH": str(bare_path)})
    assert (done.returncode, steps(done.stdout)["repository"]["detail"]) == (0, "git was not found")
    assert "later: git init && git add --all && git commit" in done.stderr
    assert (tmp_path / "shop/Makefile").is_file()


def test_missing_uv_costs_no_project(
    scaffold: Command, environment: dict[str, str], tmp_path: Path, bare_path: Path
) -> None:
    # a package without its program, as a system's own packagers ship it, hides the one beside us
    write(bare_path / "uv/__init__.py", "def find_uv_bin():\n    raise FileNotFoundError\n")
    done = scaffold(*NEW, "--no-git", env={"PATH": "", "PYTHONPATH": f"{bare_path}:{environment['PYTHONPATH']}"})
    assert (done.returncode, steps(done.stdout)["environment"]["detail"]) == (0, "uv was not found")
    assert "later: uv sync" in done.stderr
    assert (tmp_path / "shop/Makefile").is_file()


def test_uv_beside_us_is_found(scaffold: Command, bare_path: Path) -> None:
    done = scaffold(*NEW, "--no-git", env={"PATH": str(bare_path), "UV_PYTHON": sys.executable})
    assert steps(done.stdout)["environment"]["status"] == "done"
    assert "pipx install uv" in done.stderr


@pytest.mark.parametrize("name", ["uv", "git"])
def test_failing_program_costs_no_project(scaffold: Command, tmp_path: Path, bare_path: Path, name: str) -> None:
    write(bare_path / name, "#!/bin/sh\necho 'error: it broke' >&2\nexit 2\n")
    (bare_path / name).chmod(0o755)
    done = scaffold(*NEW, env={"PATH": f"{bare_path}:{os.environ['PATH']}"})
    status = [(step["status"], step["detail"]) for step in steps(done.stdout).values()]
    assert (done.returncode, ("undone", "it broke") in status) == (0, True)
    assert (tmp_path / "shop/Makefile").is_file()


def test_program_that_does_not_start_costs_no_project(scaffold: Command, tmp_path: Path, bare_path: Path) -> None:
    write(bare_path / "git", "not a program")
    (bare_path / "git").chmod(0o755)
    done = scaffold(*NEW, "--no-install", env={"PATH": f"{bare_path}:{os.environ['PATH']}"})
    assert (done.returncode, "git does not start" in done.stderr) == (0, True)
    assert (tmp_path / "shop").is_dir()


def test_no_network_costs_no_project(scaffold: Command, house: Path, tmp_path: Path) -> None:
    project = house / "templates/fastapi/{{cookiecutter.project_slug}}/pyproject.toml"
    kept = project.read_text()
    project.write_text(f'{kept}dependencies = ["no-such-distribution-at-all"]\n')
    try:
        done = scaffold("new", "shop", "-t", "fastapi", "--yes", "--json", env={"UV_OFFLINE": "1"})
    finally:
        project.write_text(kept)
    assert (done.returncode, steps(done.stdout)["environment"]["status"]) == (0, "undone")
    assert git(tmp_path / "shop", "log", "--oneline").count("\n") == 0


def test_other_python_costs_no_project(scaffold: Command, house: Path) -> None:
    pin = house / "templates/fastapi/{{cookiecutter.project_slug}}/.python-version"
    pin.write_text("3.99\n")
    try:
        done = scaffold("new", "shop", "-t", "fastapi", "--yes", "--json", "--no-git")
    finally:
        pin.write_text("3.13\n")
    assert (done.returncode, steps(done.stdout)["environment"]["status"]) == (0, "undone")
    assert "later: uv sync" in done.stderr
