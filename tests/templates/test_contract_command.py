"""`scaffold contract` starts a generated project as its record says, and finds that it keeps the contract."""

import json
import sys

from .projects import ROOT, Project, cases


@cases({"database": "sqlite"}, {"example": False, "database": "sqlite"})
def test_command_checks_a_project(project: Project) -> None:
    command = (sys.executable, "-m", "scaffold", "contract", str(project.path), "--part=http", "--json")
    said = project.must(*command, "--", "-k", "test_health or test_notes", env={"PYTHONPATH": str(ROOT)})
    found = json.loads(said)
    assert (found["failures"], found["passed"]["http"] > 0) == ([], True)
