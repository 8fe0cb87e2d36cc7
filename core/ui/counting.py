"""Counters that limit how often something is done; they live in the cache, and are gone with it."""

from django.core.cache import cache
from django.db import transaction

from core.ui.locks import wait_for


def count(key: str, by: int = 1, *, seconds: int) -> int:
    """So many more under that key, which is kept for `seconds` from now on; gives the sum.

    Not within a GET, whose transaction writes nothing.
    """
    with transaction.atomic():
        # `DatabaseCache.incr` reads, then writes: without the lock, calls in parallel would count as one.
        wait_for(f"counting:{key}")
        cache.add(key, 0, seconds)
        total = cache.incr(key, by)
        # The database's cache counts by writing anew, for five minutes: sooner gone, it would count too few, and an
        # entry that is over is erased by whoever reads it, which a GET may not do.
        cache.touch(key, seconds)
    return total
