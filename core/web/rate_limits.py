"""Counters that limit how often something is done, in the cache and gone with it."""

from django.core.cache import cache
from django.db import transaction

from core.web.locks import wait_for


def count(key: str, by: int = 1, *, seconds: int) -> int:
    """Add `by` to the count of that key and return the sum; it is kept for `seconds` from now.

    Not within a GET, whose transaction writes nothing.
    """
    with transaction.atomic():
        # Without the lock, calls in parallel would count as one.
        wait_for(f"counting:{key}")
        total: int = cache.get(key, 0) + by
        cache.set(key, total, seconds)
    return total
