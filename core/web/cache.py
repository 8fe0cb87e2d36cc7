"""The cache of the database, as counters that protect need it; and what a page may show a minute late."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router
from django.utils import timezone


class ExpiringDatabaseCache(DatabaseCache):
    """Entries go when they expire, never earlier to make room for others.

    Django's own deletes a third of the live entries, in the order of their keys, as soon as there are more than
    MAX_ENTRIES: enough of one kind erased the counters of failed sign-ins. Here MAX_ENTRIES is the size from which
    expired entries are deleted at each write.
    """

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:
        operations = connections[db].ops
        table = operations.quote_name(self._table)  # type: ignore[attr-defined]  # (Django's private name)
        expires = operations.quote_name("expires")
        expired = f"DELETE FROM {table} WHERE {expires} < %s"  # noqa: S608  (names of the settings' own)
        cursor.execute(expired, [operations.adapt_datetimefield_value(now)])

    def delete_expired(self) -> None:
        db = router.db_for_write(self.cache_model_class)
        with connections[db].cursor() as cursor:
            self._cull(db, cursor, timezone.now(), 0)


def delete_expired() -> None:
    """Delete at once what has expired: of secrets, being out of date is not enough."""
    cache = caches["default"]
    assert isinstance(cache, ExpiringDatabaseCache)
    cache.delete_expired()


SHARED_SECONDS = 60


def kept_while[T](same: Any, key: str, read: Callable[[], T]) -> T:
    """Return what this process read at most a minute ago, as long as what it depends on is the `same`.

    Never a right: it is asked before, on every page.
    """
    known: tuple[Any, T] | None = caches["memory"].get(key)
    if known and known[0] == same:
        return known[1]
    found = read()
    caches["memory"].set(key, (same, found), SHARED_SECONDS)
    return found
