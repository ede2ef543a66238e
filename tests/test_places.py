"""Places where generators fail: each is refused in one sentence with nothing written, or the project stands whole."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Command, tree, write

PLAIN = ("new", "shop", "-t", "flask", "--yes", "--no-install")


def below_a_link(folder: Path) -> None:
    (folder / "real").mkdir()
    (folder / "out").symlink_to("real")


def loop(folder: Path) -> None:
    (folder / "out").symlink_to("out")


def nothing(folder: Path) -> None:
    """Leave the folder empty."""


# what is there before, where the project shall go, the exit code and what is said
PLACES: dict[str, tuple[Callable[[Path], object], str, int, str]] = {
    "nothing there": (nothing, "out", 0, ""),
    "empty folder": (lambda folder: (folder / "out/shop").mkdir(parents=True), "out", 0, ""),
    "folder with a file": (lambda folder: write(folder / "out/shop/mine", "x"), "out", 2, "is not empty"),
    "folder with a hidden file": (lambda folder: write(folder / "out/shop/.mine", "x"), "out", 2, "is not empty"),
    "file": (lambda folder: write(folder / "out/shop", "x"), "out", 2, "is a file"),
    "link to a folder": (lambda folder: link(folder, "/tmp"), "out", 2, "is a symbolic link"),  # noqa: S108 - any folder
    "link to nothing": (lambda folder: link(folder, "gone"), "out", 2, "is a symbolic link"),
    "file above": (lambda folder: write(folder / "out", "x"), "out/deep", 2, "is not a folder"),
    "link above": (below_a_link, "out", 0, ""),
    "loop above": (loop, "out/deep", 2, "is not a folder"),
    "kernel's folder": (nothing, "/proc/self", 1, "'/proc/self'"),
    "spaces and quotes": (nothing, 'it\'s "here" now', 0, ""),
    "Unicode": (nothing, "ünï/日本", 0, ""),
    "dollar and braces": (nothing, "$HOME/{{ a }}/%s", 0, ""),
    "leading dash": (nothing, "./-rf", 0, ""),
    "path too long": (nothing, "x" * 300, 1, "File name too long"),
}


def link(folder: Path, to: str) -> None:
    (folder / "out").mkdir()
    (folder / "out/shop").symlink_to(to)


def listing(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize("place", PLACES)
def test_place_is_used_whole_or_refused(scaffold: Command, tmp_path: Path, place: str) -> None:
    prepare, output, code, sentence = PLACES[place]
    prepare(tmp_path)
    before = listing(tmp_path)
    done = scaffold(*PLAIN, "-q", f"--output={output}")
    assert (done.returncode, sentence in done.stderr) == (code, True), done.stderr
    assert done.stderr.count("\n") == (1 if code else 0)
    if code:
        assert listing(tmp_path) == before
    else:
        scaffold(*PLAIN, "-o", "whole")
        assert tree(tmp_path / output / "shop") == tree(tmp_path / "whole/shop")


@pytest.mark.parametrize("missing", [["HOME"], ["HOME", "PATH"], ["HOME", "LANG", "LC_ALL", "TERM"]])
def test_poor_environment_is_enough(environment: dict[str, str], tmp_path: Path, missing: list[str]) -> None:
    kept = {key: value for key, value in environment.items() if key not in missing}
    command = [sys.executable, "-m", "scaffold", *PLAIN, "-q"]
    done = subprocess.run(command, cwd=tmp_path, env=kept, capture_output=True, text=True, check=False)
    assert (done.returncode, (tmp_path / "shop/.env").is_file()) == (0, True), done.stderr


def test_missing_git_is_said(scaffold: Command, tmp_path: Path) -> None:
    done = scaffold(*PLAIN, env={"PATH": str(tmp_path)})
    assert (done.returncode, "git was not found" in done.stderr) == (0, True)


@pytest.mark.parametrize("locale", ["C", "POSIX", "tr_TR.UTF-8", "nonsense"])
def test_locale_changes_nothing(scaffold: Command, tmp_path: Path, locale: str) -> None:
    odd = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = scaffold("new", "Żółty Sklep", "-t", "flask", "--yes", "--no-git", "--no-install", env=odd)
    text = (tmp_path / "zolty-sklep/src/zolty_sklep/main.py").read_text("utf-8")
    assert (done.returncode, text) == (0, 'NAME = "Żółty Sklep"\n'), done.stderr


@pytest.mark.parametrize("mask", [0o000, 0o027, 0o077])
def test_umask_is_respected(environment: dict[str, str], tmp_path: Path, mask: int) -> None:
    command = [sys.executable, "-m", "scaffold", *PLAIN, "--no-git"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False, umask=mask)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "shop").stat().st_mode & 0o777 == 0o777 & ~mask


def test_folder_that_is_gone_is_said(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    command = f"rmdir {tmp_path}/gone; exec {sys.executable} -m scaffold new shop -t flask --yes --no-install"
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path / "gone", env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Traceback" in done.stderr, done.stderr.count("\n")) == (1, False, 1), done.stderr


def test_closed_output_is_no_failure(environment: dict[str, str], tmp_path: Path) -> None:
    command = f"{sys.executable} -m scaffold show flask >&-"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_reader_who_leaves_is_no_failure_to_speak_of(environment: dict[str, str], tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "scaffold", "show", "flask"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=writing, stderr=subprocess.PIPE) as process:
        os.close(writing)
        said = process.communicate()[1]
    assert (process.returncode, said) == (1, b"")


def test_closed_input_is_said(environment: dict[str, str], tmp_path: Path) -> None:
    command = f"{sys.executable} -m scaffold new -t flask <&-"
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "standard input ended" in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize("closed", ["2>&-", "<&- >&- 2>&-"])
def test_project_needs_nobody_who_listens(environment: dict[str, str], tmp_path: Path, closed: str) -> None:
    command = f"{sys.executable} -m scaffold {' '.join(PLAIN)} {closed}"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (done.returncode, (tmp_path / "shop/.env").is_file()) == (0, True)


def test_full_output_is_said(environment: dict[str, str], tmp_path: Path) -> None:
    command = f"{sys.executable} -m scaffold list > /dev/full"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, check=False)
    sentence = b"scaffold: cannot write to standard output: No space left on device\n"
    assert (done.returncode, done.stderr) == (1, sentence)


def test_writable_cache_is_not_believed(scaffold: Command, environment: dict[str, str], tmp_path: Path) -> None:
    cache = Path(environment["HOME"], ".cache/scaffold")
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    done = scaffold(*PLAIN)
    assert (done.returncode, list(cache.iterdir())) == (0, []), done.stderr
    assert (tmp_path / "shop").is_dir()


@pytest.mark.parametrize("damage", [b"", b"x" * 100])
def test_damaged_cache_is_made_anew(
    scaffold: Command, environment: dict[str, str], tmp_path: Path, damage: bytes
) -> None:
    scaffold(*PLAIN, "-o", "a")
    (file,) = Path(environment["HOME"], ".cache/scaffold/compiled").iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage)
    scaffold(*PLAIN, "-o", "b")
    assert tree(tmp_path / "a/shop") == tree(tmp_path / "b/shop")
    assert len(file.read_bytes()) == len(whole)
