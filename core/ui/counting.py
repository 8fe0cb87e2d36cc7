"""Counters that limit how often something is done, in the cache and gone with it; numbers without a hole."""

from django.core.cache import cache
from django.db import models, transaction

from core.ui.french import spaced
from core.ui.locks import locked, wait_for


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


class NumberSeriesModel(models.Model):
    """The last number given in a year; its row is locked while a number is given, so the series has no hole."""

    year = models.PositiveSmallIntegerField("année", unique=True)
    last = models.PositiveIntegerField("dernier numéro donné", default=0)

    class Meta:
        abstract = True
        verbose_name = "série de numéros"
        verbose_name_plural = "séries de numéros"

    def __str__(self) -> str:
        return spaced(f"{self.year} : {self.last}")

    @classmethod
    def next_number(cls, year: int) -> int:
        """Return the year's next number; no other is given before the caller's transaction ends."""
        series = cls._default_manager
        series.bulk_create([cls(year=year)], ignore_conflicts=True)
        row = locked(series.all()).get(year=year)
        row.last += 1
        row.save(update_fields=["last"])
        return row.last
