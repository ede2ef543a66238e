"""Make ids that sort by the time they were made."""

import secrets
import time
from uuid import UUID

NANOSECONDS = 1_000_000
RANDOM_BITS = 80
VERSION = 7 << 76
VARIANT = 2 << 62
FIXED_BITS = 0xF << 76 | 0x3 << 62


def new_id() -> UUID:
    """Make a UUIDv7: 48 bits of milliseconds, 74 random ones (RFC 9562, section 5.7)."""
    number = time.time_ns() // NANOSECONDS << RANDOM_BITS | secrets.randbits(RANDOM_BITS)
    return UUID(int=number & ~FIXED_BITS | VERSION | VARIANT)
