"""Count attempts in the database, which all workers share."""

import time
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import F

from ..throttle import KNOWN_SECONDS, Count, Window
from .models import ThrottleWindow

# What one attempt does to all of its windows, in SQL that every database here speaks
COUNT = """
    INSERT INTO throttle_windows AS present (key, hits, expires_at) VALUES {rows}
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN present.expires_at <= %s THEN 1 ELSE present.hits + 1 END,
        expires_at = CASE
            WHEN present.expires_at <= %s THEN excluded.expires_at ELSE present.expires_at
        END
    RETURNING key, hits, expires_at
"""


class DatabaseStore:
    """Keep windows in a table, whose rows are locked in the order of their keys."""

    @transaction.atomic
    def count(self, wanted: Iterable[Window]) -> dict[str, Count]:
        """Count an attempt in all of its windows at once, and open those that are closed."""
        now = int(time.time())
        opened = [(window.key, 1, now + window.seconds) for window in wanted]
        rows = ", ".join(["(%s, %s, %s)"] * len(opened))
        values = [value for row in opened for value in row]
        with connection.cursor() as cursor:
            cursor.execute(COUNT.format(rows=rows), [*values, now, now])
            return {key: Count(hits, expires_at) for key, hits, expires_at in cursor.fetchall()}

    @transaction.atomic
    def give_back(self, counted: Iterable[Window]) -> None:
        """Take an attempt out of its windows again."""
        keys = lock([window.key for window in counted])
        ThrottleWindow.objects.filter(pk__in=keys, hits__gt=0).update(hits=F("hits") - 1)

    def remember(self, key: str) -> None:
        """Note that a client is known."""
        mark = ThrottleWindow(key=key, hits=0, expires_at=int(time.time()) + KNOWN_SECONDS)
        ThrottleWindow.objects.bulk_create(
            [mark], update_conflicts=True, unique_fields=["key"], update_fields=["expires_at"]
        )

    def is_known(self, key: str) -> bool:
        """Tell whether a client is known."""
        return ThrottleWindow.objects.filter(pk=key, expires_at__gt=time.time()).exists()

    @transaction.atomic
    def forget(self, keys: Iterable[str]) -> None:
        """Open windows again."""
        ThrottleWindow.objects.filter(pk__in=lock(keys)).delete()


def lock(keys: Iterable[str]) -> list[str]:
    """Lock windows, in the order of their keys, until the transaction ends."""
    found = ThrottleWindow.objects.filter(pk__in=list(keys)).order_by("pk")
    return list(found.select_for_update().values_list("pk", flat=True))
