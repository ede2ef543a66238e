"""Put work off to a moment that nobody foresees, so that no answer's time tells of it."""

from secrets import SystemRandom

# Longer than an answer takes, shorter than anybody waits for a mail
DELAY_SECONDS = (0.05, 0.15)


def random_delay() -> float:
    """Return how many seconds to leave work alone that only some requests cause.

    Done at once, it slows the answer that it belongs to, or always the next one (CWE-208).
    """
    return SystemRandom().uniform(*DELAY_SECONDS)
