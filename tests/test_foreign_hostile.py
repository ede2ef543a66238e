"""Templates that mean harm do none, and are refused in one sentence."""

import os
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Command, write
from tests.foreign import FOLDER, commit, git, make

FLAGS = ("--yes", "--no-git")
TOUCH = "import pathlib\npathlib.Path({!r}).touch()\n"
ESCAPE = "{{ ''.__class__.__mro__[1].__subclasses__() }}"
GLOBALS = "{{ cycler.__init__.__globals__.os.system('touch PROOF') }}"

Build = Callable[[Path, Path], Any]


def hook(name: str) -> Build:
    return lambda folder, proof: write(make(folder) / f"hooks/{name}", TOUCH.format(str(proof)))


def extension(folder: Path, proof: Path) -> None:
    make(folder, _extensions=["local_code.Extension"])
    write(folder / "local_code.py", TOUCH.format(str(proof)))


def file(text: str, path: str = "a.txt") -> Build:
    return lambda folder, _: make(folder, {path: text})


def question(**more: Any) -> Build:
    return lambda folder, _: make(folder, **more)


def named(path: str, **more: Any) -> Build:
    return lambda folder, _: make(folder, {path: "x\n"}, **more)


def link_out(folder: Path, proof: Path) -> None:
    del proof
    (make(folder) / FOLDER / "passwords").symlink_to("/etc/passwd")


def folder_link_out(folder: Path, proof: Path) -> None:
    del proof
    (make(folder, _copy_without_render=["etc"]) / FOLDER / "etc").symlink_to("/etc", target_is_directory=True)


def pipe(folder: Path, proof: Path) -> None:
    del proof
    os.mkfifo(make(folder) / FOLDER / "pipe")


def many_files(folder: Path, proof: Path) -> None:
    del proof
    make(folder, {f"{number}.txt": "" for number in range(5_001)})


def not_utf8(folder: Path, proof: Path) -> None:
    del proof
    (make(folder) / FOLDER / "a.txt").write_bytes(b"caf\xe9, and more of it\n" * 9)


def project_is_file(folder: Path, proof: Path) -> None:
    del proof
    shutil.rmtree(make(folder) / FOLDER)
    write(folder / FOLDER, "x")


def circle(folder: Path, proof: Path) -> None:
    del proof
    for name in ("one", "two"):
        (make(folder, _copy_without_render=["one", "two"]) / FOLDER / name).symlink_to(".")


def sparse(folder: Path, proof: Path) -> None:
    del proof
    with (make(folder) / FOLDER / "a.bin").open("wb") as opened:
        opened.truncate(1 << 40)


def questions_link(folder: Path, proof: Path) -> None:
    del proof
    (make(folder) / "cookiecutter.json").unlink()
    (folder / "cookiecutter.json").symlink_to("/etc/hostname")


def settings_link(folder: Path, proof: Path) -> None:
    del proof
    commit(make(folder))
    (folder / FOLDER / "a.txt").symlink_to("../.git/config")


HOSTILE: dict[str, tuple[Build, str]] = {
    "pre-gen hook": (hook("pre_gen_project.py"), "would run hook pre_gen_project.py"),
    "post-gen hook": (hook("post_gen_project.sh"), "would run hook post_gen_project.sh"),
    "pre-prompt hook": (hook("pre_prompt.py"), "would run hook pre_prompt.py"),
    "local extension": (extension, "would run extension local_code.Extension"),
    "installed extension": (question(_extensions=["jinja2.ext.debug"]), "would run extension jinja2.ext.debug"),
    "extension by the side door": (question(_jinja2_env_vars={"extensions": ["os.path"]}), "must not set 'extensions'"),
    "class hierarchy in a file": (file(f"fine\n{ESCAPE}"), f"{FOLDER}/a.txt, line 2: "),
    "globals in a question": (question(extra=GLOBALS), "not allowed in the sandbox"),
    "format string": (file("{{ '{0.__class__}'.format(cycler) }}"), "not allowed in the sandbox"),
    "path up in an answer's place": (named("{{cookiecutter.up}}/x.txt", up="../../up"), "outside the project"),
    "absolute path": (named("{{cookiecutter.top}}/x.txt", top="/absolute"), "a name is empty"),
    "path up in the project's name": (question(slug="../up"), "cannot name the project's folder"),
    "git's own folder": (named("{{cookiecutter.g}}/hooks/pre-commit", g=".GIT"), ".git belongs to git"),
    "link to a file outside": (link_out, "symbolic link out of the template"),
    "link to a folder outside": (folder_link_out, "symbolic link out of the template"),
    "named pipe": (pipe, "neither a file nor a folder"),
    "include from above": (file("{% include '../../../etc/passwd' %}"), "not found"),
    "endless work": (file("{% for a in range(9999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"), "longer"),
    "endless text": (file("{{ ('x' * 9999999) | replace('x', 'x' * 9999) }}"), "more memory"),
    "enormous number": (file("{{ 9 ** 999999999 }}"), "that large"),
    "enormous width": (file("{{ '%999999999d' % 1 }}"), "that wide"),
    "endless recursion": (file("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"), "nested too deeply"),
    "too many files": (many_files, "more than 5,000 files"),
    "reserved name": (named("aux.txt"), "device on Windows"),
    "names that differ in case": (lambda folder, _: make(folder, {"A.txt": "", "a.TXT": ""}), "one and the same"),
    "reversed name": (named("{{cookiecutter.n}}", n="gpj\u202e.exe"), "control character"),
    "time zone that is a path": (file("{% now '/etc/passwd' %}"), "a time zone named"),
    "random letters without end": (file("{{ random_ascii_string(99999999) | length }}"), "random letters"),
    "number of many digits": (file("{{ ('f' * 99999) | int(0, 16) % 7 }}"), "a number of 99,999 digits"),
    "marks that are the same": (question(_jinja2_env_vars={"block_start_string": "{{"}), "must be different"),
    "line ending of its own": (question(_jinja2_env_vars={"newline_sequence": "x"}), "'newline_sequence' must be"),
    "endless expression": (file("{{ ('a' * 40 ~ '!') | slugify(regex_pattern='(a+)+$') }}"), "takes longer"),
    "record of its own": (file("x", ".scaffold.toml"), "not for its template to write"),
    "record of its own, in capitals": (named("{{cookiecutter.r}}/x", r=".SCAFFOLD.TOML"), "not for its template"),
    "text that is none": (not_utf8, f"{FOLDER}/a.txt: looks like text"),
    "folder that is a file": (project_is_file, "has no folder whose name holds"),
    "links in a circle": (circle, "Too many levels of symbolic links"),
    "sparse file": (sparse, "more than 50,000,000 bytes"),
    "questions without end": (
        lambda folder, _: write(make(folder) / "cookiecutter.json", "[" * 99999),
        "cannot be read",
    ),
    "menu of no path": (question(templates={"a": {"path": "\0"}}), "no folder inside the template"),
    "menu of a long path": (question(templates={"a": {"path": "x" * 5000}}), "no folder inside the template"),
    "menu that leads to itself": (question(templates={"a": {"path": "."}}), "lead to themselves"),
    "questions that are a link": (questions_link, "symbolic link out of the template"),
    "link to the repository's settings": (settings_link, "symbolic link out of the template"),
    "no questions": (lambda folder, _: write(folder / "cookiecutter.json", "[1]"), "must be a table"),
    "menu out of the template": (question(templates={"a": {"path": "../.."}}), "no folder inside the template"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_template_does_no_harm(scaffold: Command, tmp_path: Path, case: str) -> None:
    build, sentence = HOSTILE[case]
    template, proof, work = tmp_path / "template", tmp_path / "proof", tmp_path / "work"
    build(template, proof)
    work.mkdir()
    done = scaffold("new", "-t", str(template), "-o", str(work), "--limit", "time=2", *FLAGS)
    assert (done.returncode, list(work.iterdir())) == (1, []), done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") <= 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["template", "work"]


def entry(name: str, mode: int = stat.S_IFREG) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (mode | 0o644) << 16
    return info


@pytest.mark.parametrize(
    ("info", "content", "sentence"),
    [
        (entry("../up.txt"), b"", "leads out of it"),
        (entry("/up.txt"), b"", "leads out of it"),
        (entry("a\\..\\up.txt"), b"", "leads out of it"),
        (entry("t/.git/config"), b"", "not allowed"),
        (entry("t/link", stat.S_IFLNK), b"/etc/passwd", "neither a file nor a folder"),
        (entry("T/COOKIECUTTER.json"), b"{}", "there twice"),
    ],
    ids=["up", "absolute", "backslashes", "git", "link", "twice"],
)
def test_hostile_zip_is_refused(
    scaffold: Command, tmp_path: Path, info: zipfile.ZipInfo, content: bytes, sentence: str
) -> None:
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as opened:
        opened.writestr("t/cookiecutter.json", "{}")
        opened.writestr(info, content)
    done = scaffold("new", "-t", "t.zip", *FLAGS)
    assert (done.returncode, sentence in done.stderr) == (1, True), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["t.zip"]


def test_zip_bomb_is_refused(scaffold: Command, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.zip", "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("t/zeros", bytes(40_000_000))
    done = scaffold("new", "-t", "t.zip", *FLAGS)
    assert (done.returncode, "packed more than 100 to 1" in done.stderr) == (1, True)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_zip_is_refused(scaffold: Command, tmp_path: Path, method: int) -> None:
    with zipfile.ZipFile(tmp_path / "t.zip", "w", method) as opened:
        opened.writestr("t/cookiecutter.json", os.urandom(2000))
    content = bytearray((tmp_path / "t.zip").read_bytes())
    content[60:160] = bytes(100)
    (tmp_path / "t.zip").write_bytes(content)
    done = scaffold("new", "-t", "t.zip", *FLAGS)
    assert (done.returncode, "is not a zip that can be unpacked" in done.stderr) == (1, True), done.stderr


@pytest.mark.parametrize("name", ["t/cookiecutter.json/below", "t/" + "n" * 300, "t/" + "d/" * 3000 + "f"])
def test_zip_that_cannot_lie_on_a_disk_is_refused(scaffold: Command, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as opened:
        opened.writestr("t/cookiecutter.json", "{}")
        opened.writestr(name, "x")
    done = scaffold("new", "-t", "t.zip", *FLAGS)
    assert (done.returncode, done.stderr.startswith("scaffold: '")) == (1, True), done.stderr
    assert ("t.zip' is not a zip that can be unpacked" in done.stderr, "scaffold-" in done.stderr) == (True, False)


def test_zip_larger_than_the_limit_is_not_read(scaffold: Command, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as opened:
        for number in range(20_000):  # their names alone would have to be held in memory
            opened.writestr(str(number), b"")
    done = scaffold("new", "-t", "t.zip", "--limit", "size=1MB", *FLAGS)
    assert (done.returncode, "more than 1,000,000 bytes" in done.stderr) == (1, True), done.stderr


def test_what_is_no_zip_is_refused(scaffold: Command, tmp_path: Path) -> None:
    write(tmp_path / "t.zip", "text")
    done = scaffold("new", "-t", "t.zip", *FLAGS)
    assert (done.returncode, "is not a zip" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    "source",
    [
        *["ext::sh -c touch% proof", "git://localhost/x", "http://localhost/x", "--upload-pack=touch proof"],
        *["ssh://-oProxyCommand=touch proof/x", "ssh://-oProxyCommand=touch/x", "fd::3", "gh:-x/y", "gh:owner"],
        *["file:///x@--upload-pack=touch", "t@main..x", "t#../up", "t#/etc", "a\nb"],
        *["", " ", "#inner", "t#.GIT", "https://h/t.zip", "gh:a/b/../../c", "t@", "t@v1.lock", "gl:"],
    ],
)
def test_hostile_source_is_refused(scaffold: Command, tmp_path: Path, source: str) -> None:
    done = scaffold("new", f"--template={source}", *FLAGS)
    assert (done.returncode, done.stderr.count("\n"), list(tmp_path.iterdir())) == (2, 1, []), done.stderr


def test_repositorys_hooks_and_filters_stay_asleep(scaffold: Command, tmp_path: Path) -> None:
    template = make(tmp_path / "t", {".gitattributes": "* filter=evil\n", "a.txt": "a\n"})
    write(template / ".gitattributes", "* filter=evil\n")
    commit(template)
    git(template, "config", "filter.evil.smudge", f"touch {tmp_path / 'proof'}; cat")
    write(template / ".git/hooks/post-checkout", f"#!/bin/sh\ntouch {tmp_path / 'proof'}\n")
    (template / ".git/hooks/post-checkout").chmod(0o755)
    done = scaffold("new", "-t", f"{template}@main", *FLAGS)
    assert (done.returncode, (tmp_path / "thing/a.txt").read_text()) == (0, "a\n")
    assert not (tmp_path / "proof").exists()


def test_users_own_filters_stay_asleep(scaffold: Command, environment: dict[str, str], tmp_path: Path) -> None:
    write(make(tmp_path / "t") / ".gitattributes", "* filter=evil\n")
    commit(tmp_path / "t")
    smudge = f"touch {tmp_path / 'proof'}; cat"
    write(Path(environment["HOME"], ".gitconfig"), f'[filter "evil"]\nsmudge = "{smudge}"\n')
    done = scaffold("new", "-t", f"{tmp_path / 't'}@main", *FLAGS)
    assert (done.returncode, (tmp_path / "proof").exists()) == (0, False), done.stderr


def test_templates_words_do_not_steer_the_terminal(scaffold: Command, tmp_path: Path) -> None:
    make(tmp_path / "t", {"a.txt": "{% \x1b[2J %}"})
    done = scaffold("new", "-t", "./t", *FLAGS)
    assert (done.returncode, "\x1b" in done.stderr) == (1, False)


def test_questions_do_not_steer_the_terminal(scaffold: Command, tmp_path: Path) -> None:
    prompts = {"project_name": "\x1b[2JName", "colour": {"__prompt__": "\x1b[1m?", "red": "\x1b[31mred"}}
    make(tmp_path / "t", colour=["red", "\x1b[5mblue"], extra="\x1b]0;title\x07", __prompts__=prompts)
    done = scaffold("new", "-t", "./t", "--no-git", typed="\n" * 9)
    assert (done.returncode, "\x1b" in done.stderr) == (0, False), done.stderr


def test_limits_can_be_raised(scaffold: Command, tmp_path: Path) -> None:
    many_files(tmp_path / "t", tmp_path)
    done = scaffold("new", "-t", "./t", "--limit", "files=6000", *FLAGS)
    assert (done.returncode, len(list((tmp_path / "thing").iterdir()))) == (0, 5_002)


@pytest.mark.parametrize(
    "pair", ["files", "files=-1", "files=0", "speed=1", "size=x", "time=1.5", "size=9999g", "files=" + "9" * 5000]
)
def test_unfit_limit_is_refused(scaffold: Command, tmp_path: Path, pair: str) -> None:
    make(tmp_path / "t")
    done = scaffold("new", "-t", "./t", "--limit", pair, *FLAGS)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
