"""`scaffold new` without a terminal: flags, files and what comes out of them."""

import json
from pathlib import Path

import pytest

from tests.conftest import Command, write

PLAIN = ("--yes", "--no-git", "--no-install")


def test_default_project_is_written(scaffold: Command, tmp_path: Path) -> None:
    done = scaffold("new", "My Shop", "-t", "flask", *PLAIN)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "my-shop/src/my_shop/main.py").read_text() == 'NAME = "My Shop"\n'


def test_secrets_file_is_written(scaffold: Command, tmp_path: Path) -> None:
    scaffold("new", "shop", "-t", "flask", *PLAIN)
    assert (tmp_path / "shop/.env").is_file()


def test_flags_switch_options(scaffold: Command, tmp_path: Path) -> None:
    scaffold("new", "shop", "-t", "flask", "--set", "example=off", "--set", "ci=none", *PLAIN)
    assert not [path for path in ("notes.txt", "ci.yml") if (tmp_path / "shop" / path).exists()]


def test_output_names_the_folder_above(scaffold: Command, tmp_path: Path) -> None:
    scaffold("new", "shop", "-t", "flask", "-o", "a/b c", *PLAIN)
    assert (tmp_path / "a/b c/shop/Makefile").is_file()


def test_flag_beats_file_beats_user_config(scaffold: Command, environment: dict[str, str], tmp_path: Path) -> None:
    settings = 'template = "django"\ndatabase = "sqlite"\nexample = false\npython_version = "3.12"\n'
    write(Path(environment["HOME"], ".config/scaffold/config.toml"), settings)
    write(tmp_path / "a.toml", 'project_name = "Filed"\npython_version = "3.13"\nci = "none"\n')
    done = scaffold("new", "--answers", "a.toml", "--set", "ci=github", "--json", "--dry-run", *PLAIN)
    result = json.loads(done.stdout)
    found = {key: result["answers"][key] for key in ("project_name", "database", "python_version", "ci")}
    assert found == {"project_name": "Filed", "database": "sqlite", "python_version": "3.13", "ci": "github"}


def test_dry_run_lists_what_is_then_written(scaffold: Command, tmp_path: Path) -> None:
    planned = json.loads(scaffold("new", "shop", "-t", "flask", "--dry-run", "--json", *PLAIN).stdout)["files"]
    assert list(tmp_path.iterdir()) == []
    scaffold("new", "shop", "-t", "flask", *PLAIN)
    assert planned == sorted(
        path.relative_to(tmp_path / "shop").as_posix() for path in (tmp_path / "shop").rglob("*") if path.is_file()
    )


def test_dry_run_draws_the_tree(scaffold: Command) -> None:
    done = scaffold("new", "shop", "-t", "flask", "--dry-run", "--yes")
    assert "shop/\n" in done.stdout
    assert "  src/\n    shop/\n      main.py\n" in done.stdout


def test_json_result_describes_the_project(scaffold: Command, tmp_path: Path) -> None:
    done = scaffold("new", "My Shop", "-t", "flask", "--json", *PLAIN)
    result = json.loads(done.stdout)
    assert result["schema"] == 1
    assert result["project"]["path"] == str(tmp_path / "my-shop")
    assert [step["status"] for step in result["steps"]] == ["skipped", "skipped"]


def test_talk_stays_off_standard_output(scaffold: Command) -> None:
    done = scaffold("new", "shop", "-t", "flask", *PLAIN)
    assert (done.stdout, "make dev" in done.stderr) == ("", True)


def test_quiet_run_says_nothing(scaffold: Command) -> None:
    done = scaffold("new", "shop", "-t", "flask", "--quiet", *PLAIN)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_no_colour_without_a_terminal(scaffold: Command) -> None:
    assert "\x1b" not in scaffold("new", "shop", "-t", "flask", *PLAIN).stderr


def test_colour_where_it_is_forced(scaffold: Command) -> None:
    assert "\x1b[" in scaffold("new", "shop", "-t", "flask", *PLAIN, env={"FORCE_COLOR": "1"}).stderr


def test_run_serves_the_project(scaffold: Command) -> None:
    done = scaffold("new", "shop", "-t", "flask", "--run", *PLAIN)
    assert (done.returncode, done.stderr.endswith("serving shop\n")) == (0, True)


@pytest.mark.parametrize("source", [".cookiecutterrc", ".cookiecutter_replay/flask.json"])
def test_cookiecutters_files_play_no_part(
    scaffold: Command, environment: dict[str, str], tmp_path: Path, source: str
) -> None:
    write(Path(environment["HOME"], source), "default_context:\n    database: sqlite\n")
    done = scaffold("new", "shop", "-t", "flask", "--json", *PLAIN)
    assert json.loads(done.stdout)["answers"]["database"] == "postgresql"
    assert (tmp_path / "shop").is_dir()


@pytest.mark.parametrize("missing", ["make", "uv"])
def test_serving_needs_its_programs(
    scaffold: Command, environment: dict[str, str], tmp_path: Path, missing: str
) -> None:
    write(tmp_path / "bin/uv/__init__.py", "def find_uv_bin():\n    raise FileNotFoundError\n")
    if missing == "uv":
        (tmp_path / "bin/make").symlink_to("/bin/sh")
    env = {"PATH": str(tmp_path / "bin"), "PYTHONPATH": f"{tmp_path / 'bin'}:{environment['PYTHONPATH']}"}
    done = scaffold("new", "shop", "-t", "flask", "--run", *PLAIN, env=env)
    assert (done.returncode, f"--run needs {missing}" in done.stderr, done.stderr.count("\n")) == (1, True, 1)
    assert not (tmp_path / "shop").exists()


def test_dots_in_the_output_are_not_shown(scaffold: Command, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    done = scaffold("new", "shop", "-t", "flask", "-o", "here/..", "--json", *PLAIN)
    assert json.loads(done.stdout)["project"]["path"] == str(tmp_path / "shop")


def test_dots_after_a_link_lead_where_the_system_says(scaffold: Command, tmp_path: Path) -> None:
    (tmp_path / "far/away").mkdir(parents=True)
    (tmp_path / "link").symlink_to("far/away")
    scaffold("new", "shop", "-t", "flask", "-o", "link/..", *PLAIN)
    assert (tmp_path / "far/shop").is_dir()
