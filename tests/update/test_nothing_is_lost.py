"""Whatever a team and a template change, every line the team wrote is still there, and every loss would be told."""

import itertools
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffold.update import entries
from scaffold.update.merge import Merged, merge
from scaffold.update.project import Project, opened

from .releases import git, overlay

PATHS = ("a.txt", "b.txt", "d/a.txt", "d/b.txt", "d/e/c.txt", "new.txt", "d", "e/x.txt")
START = {path: "".join(f"{path} {number}\n" for number in range(12)) for path in PATHS[:5]}

KINDS = ("replace", "insert", "cut", "delete", "write", "move")
Edit = tuple[str, str, int]
edits = st.lists(
    st.tuples(
        st.sampled_from(("replace", "insert", "cut", "delete", "write", "move")),
        st.sampled_from(PATHS),
        st.integers(0, 11),
    ),
    max_size=8,
)


def edited(files: Mapping[str, str], steps: list[Edit], who: str) -> dict[str, str]:
    """Make one side's version; each line it writes is one of its own."""
    found = dict(files)
    for count, (what, path, place) in enumerate(steps):
        line = f"{who} {count}\n"
        if what == "write" and not clash(found, path):
            found[path] = line
        elif what == "move" and path in found:
            target = f"{PATHS[place % len(PATHS)]}.{who}"
            if not clash(found, target):
                found[target] = found.pop(path)
        elif what == "delete":
            found.pop(path, None)
        elif path in found:
            lines = found[path].splitlines(keepends=True)
            change = {"replace": [line], "insert": [line, *lines[place : place + 1]], "cut": []}.get(what, [])
            found[path] = "".join([*lines[:place], *change, *lines[place + 1 :]]) or line
    return found


def clash(files: Mapping[str, str], path: str) -> bool:
    """Tell whether a file stands where a folder would, or the other way round."""
    return any(other.startswith(f"{path}/") or path.startswith(f"{other}/") for other in files if other != path)


def merged(base: Mapping[str, str], ours: Mapping[str, str], new: Mapping[str, str]) -> tuple[Merged, dict[str, str]]:
    """Merge with real git in a scratch repository and read the result."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "project")
        overlay(folder, {".scaffold.toml": "x = 1\n", **ours})
        git(folder, "init", "--quiet")
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message", "ours")
        (scratch := Path(name, "scratch")).mkdir()
        with opened(folder, scratch) as project:
            result = merge(project, tree(project, base), tree(project, new), ("old", "new"))
            found = entries.of_tree(project.git, result.tree)
            return result, {path: project.git.text("cat-file", "blob", entry.blob) for path, entry in found.items()}


def tree(project: Project, files: Mapping[str, str]) -> entries.Entries:
    """Write one version of the template."""
    folder = project.scratch / "files"
    shutil.rmtree(folder, ignore_errors=True)
    overlay(folder, files)
    return entries.of_folder(project.git, folder, dict.fromkeys(files, "100644"))


def lines(files: Mapping[str, str]) -> set[str]:
    return set(itertools.chain.from_iterable(text.splitlines() for text in files.values()))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ours=edits, theirs=edits)
def test_no_line_of_the_team_is_lost(ours: list[Edit], theirs: list[Edit]) -> None:
    team, template = edited(START, ours, "team"), edited(START, theirs, "template")
    _, found = merged(START, team, template)
    written = {line for line in lines(team) if line.startswith("team ")}
    assert written <= lines(found)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ours=edits, theirs=edits)
def test_no_line_of_the_template_is_dropped_in_silence(ours: list[Edit], theirs: list[Edit]) -> None:
    team, template = edited(START, ours, "team"), edited(START, theirs, "template")
    result, found = merged(START, team, template)
    missing = {line for line in lines(template) if line.startswith("template ")} - lines(found)
    # only what goes with a file that the team deleted, or the template's side of a conflict, which the index holds
    assert not missing or result.stay_deleted or result.conflicts


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(theirs=edits)
def test_untouched_project_becomes_the_new_render(theirs: list[Edit]) -> None:
    template = edited(START, theirs, "template")
    result, found = merged(START, START, template)
    assert not result.conflicts
    del found[".scaffold.toml"]
    assert {path: f"{text}\n" for path, text in found.items()} == template


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ours=edits)
def test_unchanged_template_changes_nothing(ours: list[Edit]) -> None:
    team = edited(START, ours, "team")
    result, found = merged(START, team, START)
    assert (result.conflicts, result.stay, result.stay_deleted) == ([], [], [])
    del found[".scaffold.toml"]
    assert {path: f"{text}\n" for path, text in found.items()} == team
