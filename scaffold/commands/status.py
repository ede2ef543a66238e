"""`scaffold status`: where a project stands, and what an update would bring."""

import tempfile
from pathlib import Path

from .. import record
from ..talk import Talk
from ..update import plan, report
from ..update.project import opened


def run(*, as_json: bool, trust: bool) -> None:
    """Show the version, the changelog since, and what an update of the committed project would come to."""
    talk = Talk()
    folder = record.find(Path.cwd())
    with tempfile.TemporaryDirectory(prefix="scaffold-") as scratch, opened(folder, Path(scratch)) as project:
        update = plan.make(project, plan.Wish(trust=trust, talk=talk))
        if as_json:
            report.print_json(report.as_data(update, project))
            return
    if update.nothing:
        talk.say(f"Up to date: {update.old.template} {update.goal.version}", bold=True)
        return
    report.preview(update, talk)
    report.versions(update, talk)
