"""Name what rules out a change of accounts."""

from ..errors import Conflict


class LastAdmin(Conflict):
    """Nobody would be left to look after the service."""

    code = "last-admin"
    detail = "This is the last active administrator; make another one first."
