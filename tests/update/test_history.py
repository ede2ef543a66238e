"""The wheel brings the templates of every release, in little room."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from scripts import history
from tests.conftest import ROOT, build, write

from .conftest import Live
from .releases import NAMES, Release, git

PARTS = (
    "scaffold",
    "scripts",
    "templates",
    "contract",
    "cookiecutter.json",
    "CHANGELOG.md",
    "README.md",
    "pyproject.toml",
)
RELEASES = 50
LIMIT = 100_000


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy our checkout into a repository of its own."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    git(folder, "init", "--quiet")
    return folder


def release(checkout: Path, number: int) -> None:
    """Release what a month of work leaves: a few lines here and there, and other versions in the locks."""
    for path in sorted((checkout / "shared").rglob("*.py"))[number % 7 :: 23]:
        write(path, f"{path.read_text('utf-8')}\n# changed in {number}\n")
    for template in sorted((checkout / "templates").iterdir()):
        for path in sorted(template.rglob("*.py"))[number % 11 :: 40]:
            write(path, f"{path.read_text('utf-8')}\n# changed in {number}\n")
        lock = template / "{{cookiecutter.project_slug}}/uv.lock"
        write(lock, lock.read_text("utf-8").replace('version = "', f'version = "{number}'))
    git(checkout, "add", "--all", "--force")
    git(checkout, "commit", "--quiet", "--message", str(number))
    git(checkout, "tag", f"v0.{number}.0")


def test_fifty_releases_need_little_room(checkout: Path, tmp_path: Path) -> None:
    release(checkout, 1)
    one = build(WheelBuilder(str(checkout)), tmp_path).stat().st_size
    for number in range(2, RELEASES + 2):
        release(checkout, number)
    grown = build(WheelBuilder(str(checkout)), tmp_path).stat().st_size - one
    print(f"wheel: {one} bytes with one release, {grown} more with {RELEASES} more")  # noqa: T201 - shown with -s
    assert grown <= LIMIT


def test_wheel_of_the_source_distribution_has_the_history(checkout: Path, tmp_path: Path) -> None:
    release(checkout, 90)
    sdist = build(SdistBuilder(str(checkout)), tmp_path)
    shutil.unpack_archive(sdist, tmp_path / "unpacked", filter="data")
    wheel = build(WheelBuilder(str(next((tmp_path / "unpacked").iterdir()))), tmp_path)
    listed = json.loads(zipfile.ZipFile(wheel).read("scaffold/history/releases.json"))
    assert "0.90.0" in listed
    assert zipfile.ZipFile(wheel).read("scaffold/history/history.pack")


def test_only_releases_are_packed(checkout: Path, tmp_path: Path) -> None:
    git(checkout, "commit", "--quiet", "--allow-empty", "--message", "something to tag")
    for tag in ("v1", "v0.99.0rc1", "other"):
        git(checkout, "tag", tag)
    assert not {"1", "0.99.0rc1"} & history.pack(checkout, tmp_path).keys()


def test_repository_without_releases_has_no_history(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert history.pack(tmp_path, tmp_path / "history") == {}
    assert not (tmp_path / "history").exists()


def test_packing_leaves_the_repository_alone(checkout: Path, tmp_path: Path) -> None:
    before = sorted((checkout / ".git").rglob("*"))
    history.pack(checkout, tmp_path)
    assert sorted((checkout / ".git").rglob("*")) == before


def test_attributes_of_a_template_do_not_change_its_history(live: Live) -> None:
    attributes = {
        ".gitattributes": "names.txt eol=crlf export-ignore export-subst\n",
        "names.txt": "$Format:%H$\n" + NAMES,
    }
    life = live(Release(attributes), Release({"README.md": "new\n"}))
    life.update("--to", "0.2.0", "--commit")
    life.git("update-ref", "-d", "refs/scaffold/pristine")
    life.git("gc", "--quiet", "--prune=now")
    result = life.update()
    assert (result["exit"], result["base"]) == (0, {"verified": True, "source": "templates", "why": ""})
