"""How long each kind of data is kept: each app says so in its `registrations.py`, the night erases by this table.

The legal notice shows the same table. What an office eliminates with the visa of the archives, and what is kept for
ever, is registered too, without `rows`: nothing here touches it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from core.operations.models import KIND_LENGTH, PurgeCount

logger = logging.getLogger(__name__)
AT_ONCE = 500


@dataclass(frozen=True)
class Kept:
    """`period` and `then` are read by agents; `rows(at)` is what has been kept for long enough.

    `purge(at)` erases it and says how many, where deleting the rows is not what erases.
    """

    kind: str
    period: str
    then: str = "effacement chaque nuit"
    rows: Callable[[datetime], QuerySet[Any]] | None = None
    purge: Callable[[datetime], int] | None = None
    # Of what an office eliminates: mails about their rows go with these, never before.
    apps: tuple[str, ...] = ()

    def count(self, at: datetime) -> int:
        return self.rows(at).count() if self.rows else 0

    def erase(self, at: datetime) -> int:
        if self.purge:
            return self.purge(at)
        return delete_in_batches(self.rows, at) if self.rows else 0


# Where they are written is the town's to set (docs/exploitation.md).
LOGS = Kept("Journaux techniques du serveur", "12 mois", "effacement par le service informatique")
TABLE: dict[str, Kept] = {LOGS.kind: LOGS}


def keep(*kinds: Kept) -> None:
    """Raises ValueError for a kind already registered, or too long for the journal."""
    for kept in kinds:
        if kept.kind in TABLE or len(kept.kind) > KIND_LENGTH:
            raise ValueError(f"Kept twice, or too long: {kept.kind}")
        TABLE[kept.kind] = kept


def apps_of_offices() -> set[str]:
    return {app for kept in TABLE.values() for app in kept.apps}


def delete_in_batches(rows: Callable[[datetime], QuerySet[Any]], at: datetime) -> int:
    """Killed, it has erased whole batches; the next night goes on. How many, those that follow from them apart."""
    erased = 0
    while pks := [*rows(at).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]]:
        with transaction.atomic():
            rows(at).filter(pk__in=pks).order_by().delete()
        erased += len(pks)
    return erased


def purge_all(at: datetime) -> dict[str, int]:
    """Erase what is due, and write the journal. One that fails hides no other: RuntimeError is raised at the end."""
    counts, failed = {}, []
    for kept in TABLE.values():
        try:
            # Not in one transaction: a long one would hold locks, and a night that is cut would have erased nothing.
            counts[kept.kind] = kept.erase(at)
            _note(kept.kind, counts[kept.kind], at)
        except Exception as error:
            # The message may quote a row: its kind is enough to look further.
            logger.error("The purge of « %s » failed (%s)", kept.kind, type(error).__name__)
            failed.append(kept.kind)
    if failed:
        raise RuntimeError(f"{len(failed)} purges failed")
    return counts


def _note(kind: str, count: int, at: datetime) -> None:
    if count:
        day = timezone.localtime(at).date()
        made, is_new = PurgeCount.objects.get_or_create(kind=kind, day=day, defaults={"count": count})
        if not is_new:
            PurgeCount.objects.filter(pk=made.pk).update(count=F("count") + count)
