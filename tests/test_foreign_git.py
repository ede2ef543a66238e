"""A repository that means harm, or a run that was killed, costs neither the disk nor the next run anything."""

import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from scaffold import lock
from tests.conftest import Command, tree, write
from tests.foreign import commit, git, make

FLAGS = ("--yes", "--no-git")


def piped(folder: Path, text: str, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, input=text, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def ten_folders(folder: Path, tree_id: str) -> str:
    return piped(folder, "".join(f"040000 tree {tree_id}\td{number}\n" for number in range(10)), "mktree")


def bomb(folder: Path, leaf: str) -> Path:
    """Write ten folders of ten folders of ten folders ..., all of them one and the same."""
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    blob = piped(folder, "x", "hash-object", "-w", "--stdin")
    tree_id = piped(folder, leaf.format(blob), "mktree")
    for _ in range(8):
        tree_id = ten_folders(folder, tree_id)
    git(folder, "update-ref", "refs/heads/main", git(folder, "commit-tree", tree_id, "-m", "bomb"))
    return folder


def cached(environment: dict[str, str]) -> Path:
    (folder,) = Path(environment["HOME"], ".cache/scaffold/git").iterdir()
    return folder


@pytest.mark.parametrize(
    ("leaf", "sentence"),
    [("100644 blob {}\tfile\n", "more than 1,000,000 bytes"), ("", "did not end within 2 seconds")],
)
def test_bomb_of_folders_is_refused(scaffold: Command, tmp_path: Path, leaf: str, sentence: str) -> None:
    source = f"file://{bomb(tmp_path / 'bomb', leaf)}"
    done = scaffold("new", "-t", source, "--limit", "size=1MB", "--limit", "time=1", *FLAGS)
    assert (done.returncode, sentence in done.stderr, done.stderr.count("\n")) == (1, True, 1), done.stderr


def many_bytes() -> str:
    return "".join(f"{number:x}\n" for number in range(700_000))


@pytest.mark.parametrize("short", [False, True])
def test_pack_is_bounded_while_it_is_fetched(
    scaffold: Command, environment: dict[str, str], tmp_path: Path, *, short: bool
) -> None:
    made = commit(make(tmp_path / "t", {"big.txt": many_bytes()}))
    source = f"file://{tmp_path}/t" + (f"@{made[:8]}" if short else "")
    done = scaffold("new", "-t", source, "--limit", "size=500k", *FLAGS)
    assert (done.returncode, "more than 500,000 bytes" in done.stderr) == (1, True), done.stderr
    assert sum(len(content) for content in tree(cached(environment)).values()) < 100_000
    assert scaffold("new", "-t", source, *FLAGS).returncode == 0


def test_old_commit_is_found_after_the_newest(scaffold: Command, tmp_path: Path) -> None:
    old = commit(make(tmp_path / "t", {"a.txt": "old\n"}))
    write(tmp_path / "t/{{cookiecutter.slug}}/a.txt", "new\n")
    commit(tmp_path / "t")
    scaffold("new", "-t", f"file://{tmp_path}/t", "-o", "new", *FLAGS)
    done = scaffold("new", "-t", f"file://{tmp_path}/t@{old[:8]}", "-o", "old", *FLAGS)
    assert (tmp_path / "old/thing/a.txt").read_text() == "old\n", done.stderr


@pytest.mark.parametrize("left", ["shallow.lock", "config.lock", "HEAD.lock", "refs/fetched.lock"])
def test_lock_that_a_killed_git_left_is_removed(
    scaffold: Command, environment: dict[str, str], tmp_path: Path, left: str
) -> None:
    commit(make(tmp_path / "t"))
    source = f"file://{tmp_path}/t"
    scaffold("new", "-t", source, "-o", "a", *FLAGS)
    write(cached(environment) / left, "")
    write(tmp_path / "t/{{cookiecutter.slug}}/new.txt", "new\n")
    commit(tmp_path / "t")
    done = scaffold("new", "-t", source, "-o", "b", *FLAGS)
    assert ((tmp_path / "b/thing/new.txt").is_file(), "from the cache" in done.stderr) == (True, False), done.stderr


def together(commands: Iterable[list[str]], environment: dict[str, str], folder: Path) -> list[int]:
    runs = [subprocess.Popen(each, cwd=folder, env=environment, stderr=subprocess.DEVNULL) for each in commands]
    return [run.wait() for run in runs]


def test_runs_at_once_take_each_its_own_version(environment: dict[str, str], tmp_path: Path) -> None:
    make(tmp_path / "t")
    for number in range(6):
        write(tmp_path / "t/{{cookiecutter.slug}}/a.txt", f"{number}\n")
        commit(tmp_path / "t", f"v{number}")
    new = [sys.executable, "-m", "scaffold", "new", *FLAGS]
    source = f"file://{tmp_path}/t"
    commands = ([*new, "-t", f"{source}@v{number}", "-o", str(number)] for number in range(6))
    assert together(commands, environment, tmp_path) == [0] * 6
    assert [(tmp_path / f"{number}/thing/a.txt").read_text() for number in range(6)] == [f"{n}\n" for n in range(6)]


def test_runs_at_once_lose_no_trust(scaffold: Command, environment: dict[str, str], tmp_path: Path) -> None:
    new = [sys.executable, "-m", "scaffold", "new", "--trust", *FLAGS]
    for number in range(6):
        make(tmp_path / f"t{number}")
    commands = ([*new, "-t", f"./t{number}", "-o", str(number)] for number in range(6))
    assert together(commands, environment, tmp_path) == [0] * 6
    assert scaffold("trust", "list").stdout.count("\n") == 6


def test_orphaned_git_keeps_the_next_run_waiting(environment: dict[str, str], tmp_path: Path) -> None:
    commit(make(tmp_path / "t"))
    real = shutil.which("git")
    pause = f'for word; do [ "$word" = fetch ] && touch {tmp_path}/fetching && sleep 2; done\nexec {real} "$@"\n'
    write(tmp_path / "bin/git", f"#!/bin/sh\n{pause}")
    (tmp_path / "bin/git").chmod(0o755)
    env = environment | {"PATH": f"{tmp_path}/bin:{environment['PATH']}"}
    command = [sys.executable, "-m", "scaffold", "new", "-t", f"file://{tmp_path}/t", *FLAGS]
    with subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.DEVNULL) as process:
        wait_for((tmp_path / "fetching").exists)
        process.send_signal(signal.SIGKILL)
    with pytest.raises(OSError, match="unavailable"), lock.held(cached(environment), wait=False):
        pass
    with lock.held(cached(environment), wait=True):
        pass


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_record_makes_the_project_again(scaffold: Command, tmp_path: Path) -> None:
    make(tmp_path / "t/inner", {"a.txt": "old {{ cookiecutter.project_name }}\n"})
    write(tmp_path / "t/cookiecutter.json", '{"templates": {"one": {"path": "./inner"}}}')
    commit(tmp_path / "t")
    scaffold("new", "Our Thing", "-t", f"file://{tmp_path}/t@main", "-o", "a", *FLAGS)
    write(tmp_path / "t/inner/{{cookiecutter.slug}}/a.txt", "new\n")
    commit(tmp_path / "t")
    done = scaffold("new", "--answers", "a/thing/.scaffold.toml", "-o", "b", *FLAGS)
    assert (tmp_path / "b/thing/a.txt").read_text() == "old Our Thing\n", done.stderr
    records = [tomllib.loads((tmp_path / f"{each}/thing/.scaffold.toml").read_text()) for each in "ab"]
    assert records[0]["answers"] == records[1]["answers"]
    assert records[0]["template"]["commit"] == records[1]["template"]["commit"]


@pytest.mark.parametrize("file", ["config", "answers"])
def test_source_may_stand_in_a_file(scaffold: Command, environment: dict[str, str], tmp_path: Path, file: str) -> None:
    make(tmp_path / "t")
    config = Path(environment["HOME"], ".config/scaffold/config.toml")
    write(config if file == "config" else tmp_path / "a.toml", 'template = "./t"\nproject_name = "Ours"\n')
    done = scaffold("new", *(() if file == "config" else ("--answers", "a.toml")), *FLAGS)
    assert (tmp_path / "thing/README.md").read_text() == "Ours\n", done.stderr


def test_users_own_answers_fit_or_are_named(scaffold: Command, environment: dict[str, str], tmp_path: Path) -> None:
    make(tmp_path / "t", colour=["red", "blue"])
    config = Path(environment["HOME"], ".config/scaffold/config.toml")
    write(config, 'colour = "green"\ndatabase = "sqlite"\n')
    done = scaffold("new", "-t", "./t", *FLAGS)
    assert (done.returncode, "config.toml: unknown colour 'green'" in done.stderr) == (2, True), done.stderr
    assert scaffold("new", "-t", "./t", "--set", "colour=blue", *FLAGS).returncode == 0


def test_serving_somebody_elses_project_is_refused(scaffold: Command, tmp_path: Path) -> None:
    make(tmp_path / "t")
    done = scaffold("new", "-t", "./t", "--run", *FLAGS)
    assert (done.returncode, "--run is for the built-in templates" in done.stderr) == (2, True)
    assert not (tmp_path / "thing").exists()
