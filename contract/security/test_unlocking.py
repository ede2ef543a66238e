"""A lock ends by itself; this waits for the rest of a minute that began with the first check."""

import time

from .conftest import Locked

MINUTE = 60


def test_lock_ends_with_its_minute(locked: Locked) -> None:
    time.sleep(max(0.0, locked.began + MINUTE + 2 - time.monotonic()))
    assert locked.attacker.guess(locked.owner.email, locked.owner.password).status_code == 200
