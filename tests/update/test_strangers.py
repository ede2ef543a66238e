"""A project made from somebody else's template is updated along that template's repository."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scaffold.update.strangers import label
from tests.conftest import ROOT, write
from tests.foreign import FOLDER, commit, git, make

from .releases import Life

LINES = "".join(f"line {number}\n" for number in range(1, 13))
NEWER = LINES.replace("line 2\n", "line two\n")
HOOK = 'from pathlib import Path\nPath("made.txt").write_text("{{ cookiecutter.project_name }} VERSION\\n")\n'
CHANGES = "# Changelog\n\n## v1.1.0\n\n- Two in words.\n\n## v1.0.0\n\n- First.\n"

Start = Callable[..., Life]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Make a project from a template's first release, and release the second."""

    def run(
        *more: str, ref: str = "@v1.0.0", local: bool = False, hook: bool = False, late: bool = False, **asked: Any
    ) -> Life:
        template = make(tmp_path / "t", {"a.txt": LINES, "b.txt": "{{ cookiecutter.project_name }}\n"}, **asked)
        if hook:
            write(template / "hooks/post_gen_project.py", HOOK.replace("VERSION", "one"))
        commit(template, "v1.0.0")
        house = tmp_path / "house"
        shutil.copytree(ROOT / "scaffold", house / "scaffold", ignore=shutil.ignore_patterns("__pycache__"))
        for path in ("cookiecutter.json", "CHANGELOG.md"):
            shutil.copy(ROOT / path, house)
        shutil.copytree(ROOT / "templates", house / "templates")
        life = Life(folder=tmp_path, houses=[house], home=tmp_path / "home")
        source = str(template) if local else template.as_uri()
        done = life.run("new", "Our Thing", "-t", f"{source}{ref}", "--yes", *more)
        assert done.returncode == 0, done.stderr
        life.folder = tmp_path / "thing"
        if not late:
            release(tmp_path / "t")
        return life

    return run


def release(template: Path, tag: str = "v1.1.0") -> str:
    write(template / FOLDER / "a.txt", NEWER)
    write(template / FOLDER / "new.txt", "new\n")
    write(template / "CHANGELOG.md", CHANGES)
    if (template / "hooks").exists():
        write(template / "hooks/post_gen_project.py", HOOK.replace("VERSION", "two"))
    return commit(template, tag)


@pytest.mark.parametrize("local", [True, False])
def test_project_goes_to_the_newest_release(start: Start, *, local: bool) -> None:
    life = start(local=local)
    life.edit({"a.txt": LINES + "mine\n"})
    result = life.update("--commit")
    assert (result["exit"], result["from"], result["to"]) == (0, "v1.0.0", "v1.1.0")
    assert (life.read("a.txt"), life.read("new.txt")) == (NEWER + "mine\n", "new\n")
    assert (life.read("b.txt"), result["answers"]["project_name"]) == ("Our Thing\n", "Our Thing")
    assert life.update()["changes"] == []


def test_its_own_changelog_is_told(start: Start) -> None:
    life = start()
    assert "  - Two in words." in life.run("status").stderr
    life.update("--commit")
    assert "- Two in words." in life.git("log", "-1", "--format=%b")
    assert life.git("log", "-1", "--format=%s") == "chore: update to v1.1.0 of the t template"


def test_conflict_shows_both_sides(start: Start) -> None:
    life = start()
    life.edit({"a.txt": LINES.replace("line 2\n", "mine\n")})
    assert life.update()["exit"] == 3
    marks = {"mine", "line 2", "line two", "||||||| t v1.0.0", ">>>>>>> t v1.1.0"}
    assert marks <= set(life.read("a.txt").splitlines())


def test_commit_follows_the_branch(start: Start, tmp_path: Path) -> None:
    life = start(ref="")
    newest = git(tmp_path / "t", "rev-parse", "HEAD")
    result = life.update("--commit")
    assert (result["exit"], result["to"]) == (0, newest[:12])
    assert f'commit = "{newest}"' in life.read(".scaffold.toml")


def test_version_can_be_chosen(start: Start, tmp_path: Path) -> None:
    life = start()
    write(tmp_path / "t" / FOLDER / "later.txt", "later\n")
    later = commit(tmp_path / "t", "v2.0.0")
    assert life.update("--to", "v1.1.0", "--commit")["to"] == "v1.1.0"
    assert life.update("--to", later[:9], "--commit")["to"] == later[:12]
    assert life.read("later.txt") == "later\n"


def test_digits_may_name_a_commit() -> None:
    exact = "29841506504f".ljust(40, "0")
    assert label(exact[:9], exact) == "29841506504f"
    assert label("2", exact) == "2"
    assert label("20261120", exact) == "20261120"


def test_answer_can_be_changed(start: Start) -> None:
    life = start(late=True)
    result = life.update("--set", "project_name=Other", "--commit")
    assert (result["exit"], life.read("b.txt")) == (0, "Other\n")
    assert life.git("log", "-1", "--format=%s") == "chore: set project_name=Other"


def test_new_question_takes_its_default(start: Start, tmp_path: Path) -> None:
    life = start()
    make(tmp_path / "t", {"c.txt": "{{ cookiecutter.colour }}\n"}, colour=["red", "blue"])
    commit(tmp_path / "t", "v1.2.0")
    assert life.update()["new_answers"] == {"colour": "red"}
    assert life.read("c.txt") == "red\n"


def test_moved_tag_is_no_matter(start: Start, tmp_path: Path) -> None:
    life = start()
    git(tmp_path / "t", "tag", "--force", "v1.0.0")
    life.git("update-ref", "-d", "refs/scaffold/pristine")
    life.git("gc", "--quiet", "--prune=now")
    life.edit({"a.txt": LINES + "mine\n"})
    result = life.update()
    assert (result["exit"], result["base"]) == (0, {"verified": True, "source": "templates", "why": ""})
    assert life.read("a.txt") == NEWER + "mine\n"


def test_rewritten_history_of_the_template_is_no_matter(start: Start, tmp_path: Path) -> None:
    life = start()
    git(tmp_path / "t", "checkout", "--quiet", "--orphan", "squashed")
    git(tmp_path / "t", "commit", "--quiet", "--message=all")
    git(tmp_path / "t", "branch", "-D", "main")
    git(tmp_path / "t", "tag", "--delete", "v1.0.0")
    git(tmp_path / "t", "tag", "--force", "v1.1.0")
    git(tmp_path / "t", "reflog", "expire", "--expire=now", "--all")
    git(tmp_path / "t", "gc", "--quiet", "--prune=now")
    shutil.rmtree(life.home / ".cache")
    life.edit({"a.txt": LINES + "mine\n"})
    result = life.update()
    assert (result["exit"], result["base"]["source"]) == (0, "objects")
    assert life.read("a.txt") == NEWER + "mine\n"


def test_base_that_is_gone_makes_touched_files_conflicts(start: Start, tmp_path: Path) -> None:
    test_rewritten_history_of_the_template_is_no_matter(start, tmp_path)
    life = Life(folder=tmp_path / "thing", houses=[tmp_path / "house"], home=tmp_path / "home")
    life.git("cherry-pick", "--abort")
    life.git("update-ref", "-d", "refs/scaffold/pristine")
    life.git("gc", "--quiet", "--prune=now")
    shutil.rmtree(life.home / ".cache")
    result = life.update()
    assert (result["exit"], result["base"]["verified"]) == (3, False)
    assert "mine" in life.read("a.txt")


def test_hooks_run_when_their_version_is_trusted(start: Start) -> None:
    life = start("--trust", hook=True)
    done = life.run("update", "--yes")
    assert (done.returncode, "then add --trust" in done.stderr, "VERSION" in done.stderr) == (1, True, False)
    assert "+Path" in done.stderr
    assert life.git("status", "--porcelain") == ""
    assert life.update("--trust", "--commit")["base"]["verified"]
    assert life.read("made.txt") == "Our Thing two\n"
    assert life.update()["changes"] == []


def test_hook_cannot_reach_into_this_process(start: Start, tmp_path: Path) -> None:
    life = start("--trust", hook=True)
    write(tmp_path / "t/hooks/post_gen_project.py", "import sys\nassert 'scaffold.update' not in sys.modules\n")
    commit(tmp_path / "t", "v1.3.0")
    assert life.update("--trust")["exit"] == 0


def test_secret_is_neither_recorded_nor_replaced(start: Start) -> None:
    life = start("--set", "api_token=hunter2", api_token="change me")  # noqa: S106 - a test's
    done = life.run("update", "--yes")
    assert (done.returncode, "give it with --set api_token=" in done.stderr) == (2, True)
    result = life.update("--set", "api_token=hunter2", "--commit")
    said = json.dumps(result) + life.git("log", "-1", "--format=%B") + life.read(".scaffold.toml")
    assert (result["exit"], "hunter2" in said) == (0, False)


def test_folder_without_versions_is_followed(start: Start) -> None:
    life = start(ref="", local=True)
    result = life.update("--commit")
    assert (result["exit"], result["base"]["source"], life.read("a.txt")) == (0, "objects", NEWER)


def test_template_that_is_gone_is_told(start: Start, tmp_path: Path) -> None:
    life = start()
    shutil.rmtree(tmp_path / "t")
    for command in (("update", "--yes"), ("status",)):
        done = life.run(*command)
        assert (done.returncode, "cannot ask" in done.stderr, done.stderr.count("\n")) == (1, True, 1), done.stderr


@pytest.mark.parametrize(("to", "code"), [("nowhere", 1), ("a..b", 2), ("--upload-pack=x", 2)])
def test_version_that_is_none_is_refused(start: Start, to: str, code: int) -> None:
    done = start().run("update", "--yes", f"--to={to}")
    assert (done.returncode, done.stderr.count("\n")) == (code, 1), done.stderr


def test_check_says_that_it_cannot_know(start: Start) -> None:
    done = start().run("check")
    assert (done.returncode, "scaffold status" in done.stderr, done.stderr.count("\n")) == (1, True, 1)


def test_diff_shows_what_the_team_changed(start: Start) -> None:
    life = start()
    life.edit({"a.txt": LINES.replace("line 5\n", "mine\n")})
    assert "-line 5\n+mine\n" in life.run("diff").stdout


def test_fork_of_ours_is_followed(start: Start, tmp_path: Path) -> None:
    start()
    fork = tmp_path / "fork"
    shutil.copytree(ROOT / "templates/flask", fork / "templates/flask")
    commit(fork)
    life = Life(folder=tmp_path, houses=[tmp_path / "house"], home=tmp_path / "home")
    assert life.run("new", "My Shop", "-t", f"{fork.as_uri()}#templates/flask", "--yes", "--trust").returncode == 0
    life.folder = tmp_path / "my-shop"
    write(fork / "templates/flask" / "{{cookiecutter.project_slug}}" / "fork.txt", "fork\n")
    commit(fork)
    result = life.update("--trust", "--commit")
    assert (result["exit"], result["base"]["verified"], life.read("fork.txt")) == (0, True, "fork\n")


def test_limit_of_the_sandbox_holds(start: Start) -> None:
    life = start(late=True)
    done = life.run("update", "--yes", "--limit", "files=1")
    assert (done.returncode, "--limit files=NUMBER" in done.stderr) == (1, True)


def test_folder_has_no_versions(start: Start) -> None:
    done = start(ref="", local=True).run("update", "--yes", "--to", "v1.1.0")
    assert (done.returncode, "has no versions: leave out --to" in done.stderr) == (2, True)


def made_by_cruft(life: Life, tmp_path: Path) -> str:
    """Leave what cruft leaves in the place of our record."""
    first = git(tmp_path / "t", "rev-parse", "v1.0.0")
    context = {"project_name": "Our Thing", "slug": "thing", "_template": "somewhere"}
    cruft = {"template": (tmp_path / "t").as_uri(), "commit": first, "context": {"cookiecutter": context}}
    life.edit({".scaffold.toml": None, ".cruft.json": json.dumps(cruft), "a.txt": LINES + "mine\n"})
    life.git("update-ref", "-d", "refs/scaffold/pristine")
    return first


@pytest.mark.parametrize("named", [True, False])
def test_project_of_cruft_is_taken_in(start: Start, tmp_path: Path, *, named: bool) -> None:
    life = start()
    first = made_by_cruft(life, tmp_path)
    done = life.run("adopt", "--yes", *(("-t", f"{tmp_path / 't'}@v1.0.0") if named else ()))
    assert (done.returncode, f'commit = "{first}"' in life.read(".scaffold.toml")) == (0, True), done.stderr
    life.edit({})
    result = life.update()
    assert (result["exit"], result["base"]["verified"]) == (0, True)
    assert life.read("a.txt") == NEWER + "mine\n"


def test_project_of_another_template_is_not_taken_in(start: Start, tmp_path: Path) -> None:
    life = start()
    made_by_cruft(life, tmp_path)
    life.edit({"a.txt": "mine\n", "b.txt": "mine\n"})
    done = life.run("adopt", "--yes")
    assert (done.returncode, "nothing in" in done.stderr.splitlines()[-1]) == (1, True)
