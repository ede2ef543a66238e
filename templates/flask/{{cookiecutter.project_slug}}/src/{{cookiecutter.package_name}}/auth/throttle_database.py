"""Count attempts in the database, which all workers share."""

import time
from collections.abc import Iterable

from ..db import get_session
from ..throttle import KNOWN_SECONDS, Count, Window
from . import windows


class DatabaseStore:
    """Hold the windows in a table, each change in a short transaction of its own.

    The session of the request must have nothing else under way.
    """

    def count(self, wanted: Iterable[Window]) -> dict[str, Count]:
        """Count an attempt in all of its windows."""
        session, now = get_session(), int(time.time())
        ends = {window.key: now + window.seconds for window in wanted}
        dialect = session.get_bind().dialect.name
        rows = session.execute(windows.count_attempt(ends, now=now, dialect=dialect)).all()
        session.commit()
        return {key: Count(hits, expires_at) for key, hits, expires_at in rows}

    def give_back(self, counted: Iterable[Window]) -> None:
        """Take an attempt out of its windows."""
        session, keys = get_session(), [window.key for window in counted]
        session.execute(windows.give_back(keys, now=int(time.time())))
        session.commit()

    def forget(self, keys: Iterable[str]) -> None:
        """End windows."""
        session = get_session()
        session.execute(windows.forget_windows(keys))
        session.commit()

    def remember(self, key: str) -> None:
        """Make somebody known."""
        session, until = get_session(), int(time.time()) + KNOWN_SECONDS
        dialect = session.get_bind().dialect.name
        session.execute(windows.set_marker(key, until=until, dialect=dialect))
        session.commit()

    def is_known(self, key: str) -> bool:
        """Tell whether somebody is."""
        session = get_session()
        found = session.scalar(windows.find_marker(key, now=int(time.time())))
        session.commit()
        return found is not None
