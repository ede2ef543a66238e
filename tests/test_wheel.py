"""The wheel and the source distribution carry every file of every template, and nothing else of them."""

import subprocess
import tarfile
import zipfile
from pathlib import Path

from tests.conftest import ROOT


def files_below(folder: str) -> set[str]:
    """List what git knows of a folder, or would add."""
    listing = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder]
    found = subprocess.run(listing, capture_output=True, text=True, check=True).stdout.split("\0")
    return {path for path in found if path and (ROOT / path).is_file()}


def test_wheel_holds_what_git_holds(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.removeprefix("scaffold/") for name in names if "templates/" in name} == files_below("templates")


def test_wheel_holds_the_contract_suite(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    inside = {name.removeprefix("scaffold/suite/") for name in names if name.startswith("scaffold/suite/")}
    assert inside == files_below("contract")


def test_wheel_holds_the_menu(wheel: Path) -> None:
    assert "scaffold/cookiecutter.json" in zipfile.ZipFile(wheel).namelist()


def test_source_distribution_holds_what_git_holds(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames() if archive.getmember(name).isfile()}
    assert {name for name in names if name.startswith("templates/")} == files_below("templates")


def test_wheel_of_the_source_distribution_is_the_same(wheel: Path, wheel_from_sdist: Path) -> None:
    ours, theirs = (sorted(zipfile.ZipFile(path).namelist()) for path in (wheel, wheel_from_sdist))
    assert ours == theirs
