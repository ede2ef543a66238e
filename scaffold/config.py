"""Read the user's own defaults from `config.toml` in scaffold's configuration folder."""

from pathlib import Path
from typing import Any

import click

from . import answers


def path() -> Path:
    """Return where the file is looked for: below `$XDG_CONFIG_HOME` on Linux."""
    return Path(click.get_app_dir("scaffold")) / "config.toml"


def read() -> dict[str, Any]:
    """Return the user's defaults, or nothing where there is no file.

    Raises:
        ScaffoldError: the file cannot be read.
        UsageProblem: it is not TOML.

    """
    return answers.read_file(path()) if path().is_file() else {}
