"""What cannot be done is refused in one sentence, and nothing is written."""

from pathlib import Path

import pytest

from tests.conftest import Command, write

PLAIN = ("--yes", "--no-git", "--no-install")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("shop", "-t", "fastap"), "unknown template 'fastap'; did you mean 'fastapi'?"),
        (("shop", "-t", "flask", "--set", "databse=sqlite"), "did you mean 'database'?"),
        (("shop", "-t", "flask", "--set", "ci=git"), "unknown ci 'git'"),
        (("shop", "-t", "flask", "--set", "worker"), "--set takes OPTION=VALUE"),
        (("shop", "-t", "flask", "--set", "database=sqlite", "--set", "worker=on"), "worker=true needs"),
        (("class", "-t", "flask"), "a word of the Python language: try 'class-app'"),
        (("idna", "-t", "flask"), "that the project itself uses: try 'idna-app'"),
        (("a/b", "-t", "flask"), "--output for the folder above it"),
        (("-t", "flask"), "--yes needs the project's name"),
        (("shop", "-t", "flask", "--set", "project_name=store"), "the name is given twice"),
        (("shop",), "--yes needs --template"),
        (("shop", "-t", "flask", "--answers", "x.json"), "cannot read the answers file 'x.json'"),
        (("shop", "--no-such-flag"), "No such option"),
    ],
)
def test_refusal_is_one_sentence(scaffold: Command, tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    done = scaffold("new", *arguments, *PLAIN)
    assert done.returncode in {1, 2}
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_full_folder_is_refused(scaffold: Command, tmp_path: Path) -> None:
    write(tmp_path / "shop/mine.txt", "precious")
    done = scaffold("new", "shop", "-t", "flask", *PLAIN)
    assert (done.returncode, "is not empty" in done.stderr) == (2, True)
    assert [path.name for path in (tmp_path / "shop").iterdir()] == ["mine.txt"]


def test_empty_folder_is_taken(scaffold: Command, tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    assert scaffold("new", "shop", "-t", "flask", *PLAIN).returncode == 0


def test_file_in_the_way_is_refused(scaffold: Command, tmp_path: Path) -> None:
    write(tmp_path / "shop", "precious")
    done = scaffold("new", "shop", "-t", "flask", *PLAIN)
    assert (done.returncode, "is a file" in done.stderr) == (2, True)


def test_link_in_the_way_is_refused(scaffold: Command, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "shop").symlink_to("elsewhere")
    done = scaffold("new", "shop", "-t", "flask", *PLAIN)
    assert (done.returncode, list((tmp_path / "elsewhere").iterdir())) == (2, [])


def test_file_as_output_is_refused(scaffold: Command, tmp_path: Path) -> None:
    write(tmp_path / "file", "precious")
    done = scaffold("new", "shop", "-t", "flask", "-o", "file/deeper", *PLAIN)
    assert (done.returncode, "is not a folder" in done.stderr) == (2, True)


def test_unwritable_output_is_refused(scaffold: Command) -> None:
    # /proc takes no folders, not even from root
    done = scaffold("new", "shop", "-t", "flask", "-o", "/proc/self", *PLAIN)
    assert (done.returncode, done.stderr.count("\n"), "Traceback" in done.stderr) == (1, 1, False)
