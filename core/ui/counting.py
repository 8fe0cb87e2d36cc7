"""Counters that limit how often something is done; they live in the cache, and are gone with it."""

from django.core.cache import cache
from django.db import transaction

from core.ui.locks import wait_for


def count(key: str, by: int = 1, *, seconds: int) -> int:
    """Add `by` to the count of that key and return the sum; it is kept for `seconds` from now.

    Not within a GET, whose transaction writes nothing.
    """
    with transaction.atomic():
        # `DatabaseCache.incr` reads, then writes: without the lock, calls in parallel would count as one.
        wait_for(f"counting:{key}")
        cache.add(key, 0, seconds)
        total = cache.incr(key, by)
        # `DatabaseCache.incr` resets the timeout to five minutes; restore ours. An entry that has expired is deleted by
        # the next read, which may be a GET.
        cache.touch(key, seconds)
    return total
