"""Whatever happens while a project is made, its place holds nothing or the whole of it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffold import place
from tests.conftest import Command, tree, write

NEW = ("new", "shop", "-t", "flask", "--yes")
PLAIN = (*NEW, "--no-git", "--no-install")


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Callable[[], subprocess.Popen[str]]:
    """Start the command and leave it running."""

    def run() -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "scaffold", *PLAIN]
        return subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)

    return run


def wait_for_staging(folder: Path) -> None:
    wait_for(lambda: any(folder.glob(f".shop{place.MARK}*")))


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.001)


@pytest.mark.parametrize("delay", [0, 0.01, 0.03, 0.06, 0.1])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_killed_run_leaves_nothing_or_all(
    start: Callable[[], subprocess.Popen[str]],
    scaffold: Command,
    tmp_path: Path,
    number: signal.Signals,
    delay: float,
) -> None:
    with start() as process:
        wait_for_staging(tmp_path)
        time.sleep(delay)
        process.send_signal(number)
    if not (tmp_path / "shop").exists():
        if number != signal.SIGKILL:
            assert not list(tmp_path.iterdir())
        scaffold(*PLAIN)
    scaffold(*PLAIN, "-o", "whole")
    assert tree(tmp_path / "shop") == tree(tmp_path / "whole/shop")


def test_next_run_sweeps_a_killed_ones_leftovers(
    start: Callable[[], subprocess.Popen[str]], scaffold: Command, tmp_path: Path
) -> None:
    with start() as process:
        wait_for_staging(tmp_path)
        process.kill()
    scaffold(*PLAIN)
    assert [path.name for path in tmp_path.iterdir()] == ["shop"]


def test_folder_of_somebodys_own_is_not_swept(scaffold: Command, tmp_path: Path) -> None:
    write(tmp_path / f".shop{place.MARK}notes/precious.txt", "mine")
    assert scaffold(*PLAIN).returncode == 0
    assert (tmp_path / f".shop{place.MARK}notes/precious.txt").is_file()


def test_a_living_runs_folder_is_not_swept(tmp_path: Path) -> None:
    with place.staging(tmp_path / "shop") as first, place.staging(tmp_path / "shop") as second:
        assert first.is_dir()
        assert second.is_dir()
    assert not list(tmp_path.iterdir())


def test_stopping_uv_keeps_the_project(environment: dict[str, str], tmp_path: Path) -> None:
    write(tmp_path / "bin/uv", "#!/bin/sh\ntouch started\nexec sleep 60\n")
    (tmp_path / "bin/uv").chmod(0o755)
    command = [sys.executable, "-m", "scaffold", *NEW]
    path = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    with subprocess.Popen(command, cwd=tmp_path, env=environment | path, stderr=subprocess.PIPE, text=True) as process:
        wait_for((tmp_path / "shop/started").exists)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1]
    assert (process.returncode, "is whole, left undone: uv sync" in said) == (130, True)
    assert (tmp_path / "shop/.env").is_file()


def test_one_of_six_runs_wins(start: Callable[[], subprocess.Popen[str]], tmp_path: Path) -> None:
    runs = [start() for _ in range(6)]
    said = [run.communicate()[1] for run in runs]
    assert sorted(run.returncode for run in runs) == [0, 2, 2, 2, 2, 2], said
    assert [path.name for path in tmp_path.iterdir()] == ["shop"]


def test_failing_template_leaves_nothing(scaffold: Command, house: Path, tmp_path: Path) -> None:
    broken = house / "templates/flask/{{cookiecutter.project_slug}}/zz_broken.txt"
    write(broken, "{{ cookiecutter.nothing }}")
    try:
        done = scaffold(*PLAIN, "-o", "made/for/it")
    finally:
        broken.unlink()
    assert (done.returncode, "Traceback" in done.stderr, "nothing" in done.stderr) == (1, False, True)
    assert not list(tmp_path.iterdir())


def test_full_disk_leaves_nothing(house: Path, environment: dict[str, str], tmp_path: Path) -> None:
    # a file size limit fails writing as a full disk does
    big = house / "templates/django/{{cookiecutter.project_slug}}/big.txt"
    write(big, "x" * 200_000)
    command = f"ulimit -f 100; exec {sys.executable} -m scaffold new shop -t django --yes --no-git --no-install"
    try:
        done = subprocess.run(
            ["bash", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
    finally:
        big.unlink()
    assert (done.returncode, done.stderr) == (1, "scaffold: cannot write the project: File too large\n")
    assert not list(tmp_path.iterdir())
